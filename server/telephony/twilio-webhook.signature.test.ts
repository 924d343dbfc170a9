import { existsSync, readFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import express from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import { problemHandler } from '../platform/http.express.ts'
import { createLog } from '../platform/log.machine.ts'
import { twilioWebhooks } from './twilio-webhook.routes.ts'

type Vector = {
  name: string
  token: string
  url: string
  params?: Record<string, string | string[]>
  body?: string
  sig: string
  ok: boolean
}

const FILE = fileURLToPath(new URL('../../../shared/data/twilio/twilio-signature-vectors.json', import.meta.url))
const vectors = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as { vectors: Vector[] }).vectors : []
const forms = vectors.filter(({ body }) => body === undefined)
const bodies = vectors.filter(({ body }) => body !== undefined)

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** The product's route as it stands, at the vector's public address: that is where its caller believes to be. */
async function post({ token, url, params = {}, body, sig }: Vector): Promise<{ status: number; code: string }> {
  const [, publicBaseUrl = '', path = ''] = /^(https?:\/\/[^/]+)(.*)$/.exec(url) ?? []
  const app = express()
  app.use((req, _res, next) => {
    req.url = '/calls' // the address as it came stays in `originalUrl`
    next()
  })
  app.use(
    twilioWebhooks({
      telephony: {
        learnWebhook: () => Promise.reject(new Error('no vector is of a call')),
        inbound: null,
        recordings: null,
        speak: () => Promise.reject(new Error('no vector asks for words')),
      },
      clock: { now: () => new Date(0), speed: 1, wall: (ms) => ms },
      carrier: { accountSid: `AC${'a1'.repeat(16)}`, authToken: token },
      publicBaseUrl,
      audit: async () => {},
    }),
  )
  app.use(problemHandler(createLog('silent')))
  const http = createServer(app)
  server = http
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready))
  const form = Object.entries(params).flatMap(([key, value]) => [value].flat().map((one) => [key, one]))
  const type = body === undefined ? 'application/x-www-form-urlencoded' : 'application/json'
  return new Promise((done, fail) => {
    const { port } = http.address() as AddressInfo
    const headers = { 'content-type': type, 'x-twilio-signature': sig }
    // Not `fetch`: it would write the address anew.
    const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const { problem } = JSON.parse(Buffer.concat(parts).toString()) as { problem: { code: string } }
        done({ status: answer.statusCode ?? 0, code: problem.code })
      })
    })
    asked.once('error', fail)
    asked.end(body ?? new URLSearchParams(form).toString())
  })
}

describe.skipIf(vectors.length === 0)(`a published signature (skipped where ${FILE} is not)`, () => {
  it('is there 23 times, 18 of forms and 5 of JSON bodies', () => {
    expect([vectors.length, forms.length, bodies.length]).toEqual([23, 18, 5])
  })

  it.each(forms.filter(({ ok }) => ok))('of a form passes, and the shape is looked at next: $name', async (vector) => {
    expect(await post(vector)).toMatchObject({ status: 400, code: 'webhook.malformed' })
  })

  it.each(forms.filter(({ ok }) => !ok))('of a form does not pass: $name', async (vector) => {
    const unsigned = vector.sig === ''
    expect(await post(vector)).toEqual(
      unsigned ? { status: 400, code: 'webhook.unsigned' } : { status: 403, code: 'webhook.signature' },
    )
  })

  it.each(bodies)(
    'of a JSON body is not asked for: its content type is refused whoever signed it: $name',
    async (vector) => {
      expect(await post(vector)).toEqual({ status: 415, code: 'webhook.malformed' })
    },
  )

  it.each(forms.filter(({ ok }) => ok))('does not pass with one more parameter: $name', async (vector) => {
    const params = { ...vector.params, Added: 'x' }
    expect(await post({ ...vector, params })).toEqual({ status: 403, code: 'webhook.signature' })
  })
})
