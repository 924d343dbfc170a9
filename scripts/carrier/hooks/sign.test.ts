import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { addressToSign, hashBody, signRequest } from './sign.ts'

type Vector = {
  name: string
  token: string
  url: string
  params?: Record<string, string | string[]>
  body?: string
  sig: string
  ok: boolean
}

const FILE = fileURLToPath(new URL('../../../../shared/data/twilio/twilio-signature-vectors.json', import.meta.url))
const vectors: Vector[] = existsSync(FILE)
  ? (JSON.parse(readFileSync(FILE, 'utf8')) as { vectors: Vector[] }).vectors
  : []

/** The addresses a validator tries: with and without a port, as Twilio is not consistent in it. */
const spellings = (url: string): string[] => {
  const bare = new URL(url)
  bare.port = ''
  const port = bare.protocol === 'https:' ? ':443' : ':80'
  return [new URL(url).href, bare.href, bare.href.replace(bare.host, bare.host + port)]
}

describe('the signature', () => {
  it('is that of the worked example in the documentation', () => {
    const params = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    }
    expect(signRequest('12345', 'https://example.com/myapp.php?foo=1&bar=2', params)).toBe(
      'L/OH5YylLD5NRKLltdqwSvS0BnU=',
    )
  })

  it.skipIf(vectors.length === 0)(`is that of the published vectors (skipped where ${FILE} is not)`, () => {
    for (const vector of vectors) {
      const signed = spellings(vector.url).map((url) => signRequest(vector.token, url, vector.params ?? {}))
      const given = new URL(vector.url).searchParams.get('bodySHA256')
      const bodyIsSame = vector.body === undefined || given === hashBody(vector.body)
      expect(signed.includes(vector.sig) && bodyIsSame, vector.name).toBe(vector.ok)
    }
  })

  it('is accepted by the official validator for any parameters, and never when a value was changed', () => {
    const params = fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
      fc.string(),
    )
    fc.assert(
      fc.property(params, fc.webPath(), (form, path) => {
        const url = `https://example.com${path || '/'}`
        const signature = signRequest('token', new URL(url).href, form)
        expect(twilio.validateRequest('token', signature, url, form)).toBe(true)
        expect(twilio.validateRequest('token', signature, url, { ...form, Added: 'x' })).toBe(false)
      }),
    )
  })

  it('leaves the fragment and the credentials out, and the port over https', () => {
    expect(addressToSign('https://u:p@a.example:8443/v?x=1#rc=3')).toBe('https://a.example/v?x=1')
    expect(addressToSign('http://a.example:8080/v#rc=3')).toBe('http://a.example:8080/v')
  })
})
