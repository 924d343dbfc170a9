import { createHash, createHmac } from 'node:crypto'

/** Form parameters; a repeated key holds a list. */
export type Params = Record<string, string | readonly string[]>

const writeParam = (key: string, value: string | readonly string[]): string =>
  typeof value === 'string'
    ? key + value
    : [...new Set(value)]
        .sort()
        .map((one) => key + one)
        .join('')

/**
 * X-Twilio-Signature: base64 of HMAC-SHA1 by the account's primary token over the address and, for a POST, every
 * parameter sorted by key with nothing between (twilio.com/docs/usage/security). A fragment is never signed.
 */
export function signRequest(token: string, url: string, params: Params): string {
  const address = url.split('#', 1)[0] ?? url
  const signed = Object.keys(params)
    .sort()
    .reduce((text, key) => text + writeParam(key, params[key] ?? ''), address)
  return createHmac('sha1', token).update(signed, 'utf8').digest('base64')
}

/** What Twilio adds to the address of a request with a JSON body, as `bodySHA256`. */
export const hashBody = (body: string): string => createHash('sha256').update(body, 'utf8').digest('hex')

/** The address that is signed: over https a voice webhook loses its port; over http it keeps it. Credentials are dropped. */
export function addressToSign(url: string): string {
  const bare = (url.split('#', 1)[0] ?? url).replace(/^(https?:\/\/)[^/?@]*@/, '$1')
  return bare.replace(/^(https:\/\/[^/?:]+):\d+/, '$1')
}
