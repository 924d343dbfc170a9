import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMetrics } from './metrics.machine.ts'
import { mayOperate, opsRoutes, timeRequests } from './ops.express.ts'

const TOKEN = 'a-token-of-some-length'
const metrics = createMetrics()
const asked = { database: true, stopping: true }
let base = ''
let close: () => Promise<void>

beforeAll(async () => {
  const app = express()
  app.use(timeRequests(metrics, () => 'pages'))
  app.use(
    opsRoutes({
      metrics,
      token: TOKEN,
      ready: {
        stopping: async () => asked.stopping,
        database: async () => asked.database || Promise.reject(new Error('away')),
      },
      details: async () => ({ sockets: 3 }),
    }),
  )
  const server = createServer(app)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = () => new Promise((done) => server.close(() => done()))
})
afterAll(async () => {
  metrics.close()
  await close()
})

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers }) as unknown as Parameters<typeof mayOperate>[0]

describe('an operator', () => {
  it('is who bears the token, from anywhere, or who is on this machine', () => {
    expect(mayOperate(from('10.0.0.9', { authorization: `Bearer ${TOKEN}` }), TOKEN)).toBe(true)
    expect(mayOperate(from('127.0.0.1'), TOKEN)).toBe(true)
    expect(mayOperate(from('::ffff:127.0.0.1'), null)).toBe(true)
  })

  it('is nobody else: not another machine, not a wrong token, not a stranger behind a proxy on this machine', () => {
    expect(mayOperate(from('10.0.0.9'), TOKEN)).toBe(false)
    expect(mayOperate(from('10.0.0.9'), null)).toBe(false)
    expect(mayOperate(from('127.0.0.1', { authorization: 'Bearer wrong' }), TOKEN)).toBe(false)
    expect(mayOperate(from('127.0.0.1', { authorization: 'Bearer ' }), null)).toBe(true)
    expect(mayOperate(from('127.0.0.1', { authorization: 'Bearer any' }), null)).toBe(false)
    for (const name of ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'])
      expect(mayOperate(from('127.0.0.1', { [name]: '10.0.0.9' }), TOKEN)).toBe(false)
  })
})

describe('an operator is told', () => {
  it('whether the process is ready, and if not, why', async () => {
    const ready = async () => {
      const answer = await fetch(`${base}/ready`)
      return [answer.status, await answer.json()]
    }
    expect(await ready()).toEqual([200, { ready: true, reasons: [] }])
    asked.database = false
    expect(await ready()).toEqual([503, { ready: false, reasons: ['database'] }])
    asked.stopping = false
    expect(await ready()).toEqual([503, { ready: false, reasons: ['stopping', 'database'] }])
    asked.database = asked.stopping = true
  })

  it('that it lives, with details only if the details are for him', async () => {
    expect(await (await fetch(`${base}/health`)).json()).toMatchObject({ status: 'ok', sockets: 3 })
    const stranger = await fetch(`${base}/health`, { headers: { 'x-forwarded-for': '10.0.0.9' } })
    expect(await stranger.json()).toEqual({ status: 'ok' })
  })

  it('what it counts, and nobody else is', async () => {
    const answer = await fetch(`${base}/metrics`)
    expect(answer.headers.get('content-type')).toContain('text/plain')
    const text = await answer.text()
    expect(text).toContain('bazgasht_event_loop_delay_p99_seconds')
    expect(text).toMatch(/bazgasht_request_seconds_count\{area="pages",status="5xx"\} 2/)
    const stranger = await fetch(`${base}/metrics`, { headers: { via: '1.1 proxy' } })
    expect([stranger.status, await stranger.text()]).toEqual([403, '{"problem":{"code":"forbidden"}}'])
  })
})

it('a gauge whose source fails is left out, and the others are told', async () => {
  metrics.gauge('broken', 'x', [], () => Promise.reject(new Error('away')))
  metrics.single('sound', 'x', () => 4)
  metrics.gauge('parted', 'x', ['by'], () => [{ labels: { by: 'a' }, value: 1 }])
  const text = await metrics.text()
  expect(text).toContain('bazgasht_sound 4')
  expect(text).toContain('bazgasht_parted{by="a"} 1')
  expect(text).not.toMatch(/^bazgasht_broken \d/m)
})
