import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const Payload = z.object({
  iss: z.string(),
  sub: z.string(),
  exp: z.number(),
  grants: z.object({ identity: z.string() }),
})

/**
 * The identity in an access token as the `twilio` package mints it (HS256, issuer = key SID, subject = account SID), or
 * null. The account's own token counts as a key named by the account SID, so that a centre without API keys can mint too.
 */
export function readAccessToken(
  token: string,
  account: string,
  secrets: ReadonlyMap<string, string>,
  realNowMs: number,
): string | null {
  const [header = '', body = '', signature = ''] = token.split('.')
  const parsed = Payload.safeParse(parseJson(Buffer.from(body, 'base64url').toString('utf8')))
  if (!parsed.success) return null
  const { iss, sub, exp, grants } = parsed.data
  const secret = secrets.get(iss)
  if (secret === undefined || sub !== account || exp * 1000 <= realNowMs) return null
  const expected = createHmac('sha256', secret).update(`${header}.${body}`).digest()
  const given = Buffer.from(signature, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected) ? grants.identity : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
