import { request } from 'node:http'
import type { Signed } from './desks.ts'

export type Answer = { status: number; body: unknown }
export type Sending = {
  method?: 'POST' | 'PUT' | 'DELETE'
  body: unknown
  /** The line breaks so many milliseconds after the request has left; whatever the server does, nobody hears of it. */
  breakAfterMs?: number
}
const PATIENCE_MS = 15_000

/** One call as the page of somebody signed in makes it. Null when no answer came. */
export const callAs = (
  who: Signed,
  base: string,
  path: string,
  { method = 'POST', body, breakAfterMs }: Sending,
): Promise<Answer | null> =>
  new Promise((done) => {
    const text = JSON.stringify(body)
    const headers = {
      origin: base,
      cookie: who.cookie,
      'x-csrf': who.csrf,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    }
    const req = request(`${base}/api${path}`, { method, headers, timeout: PATIENCE_MS }, (res) => {
      const parts: Buffer[] = []
      res.on('data', (part: Buffer) => parts.push(part))
      res.once('error', () => done(null))
      res.once('end', () => {
        try {
          done({ status: res.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString('utf8')) })
        } catch {
          done(null)
        }
      })
      res.once('close', () => done(null))
    })
    req.once('error', () => done(null))
    req.once('timeout', () => req.destroy())
    req.end(text, () => {
      if (breakAfterMs !== undefined)
        setTimeout(() => {
          req.destroy()
          done(null)
        }, breakAfterMs)
    })
  })

/** The code of a refusal. */
export const codeOf = (answer: Answer | null): string =>
  (answer?.body as { problem?: { code?: string } } | undefined)?.problem?.code ?? ''
