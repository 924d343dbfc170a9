import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import { createRig, TOKEN } from '../rig.ts'

const rig = createRig()
const { truth, ring } = rig

describe('webhook delivery', () => {
  it('does not repeat after a 500 by default, and does with one token when asked to', async () => {
    rig.answerHooks(() => ({ status: 500 }))
    await ring({ statusCallbackEvent: ['initiated'] })
    await ring({ statusCallbackEvent: ['initiated'], statusCallback: `${rig.hooks().url}/again#rc=3&rp=ct,rt,5xx` })
    await rig.step(10_000)
    expect(rig.received('/status')).toHaveLength(1)
    const again = rig.received('/again')
    expect(again).toHaveLength(4)
    expect(new Set(again.map((one) => one.idempotency)).size).toBe(1)
    expect(twilio.validateRequest(TOKEN, again[0]?.signature ?? '', again[0]?.url ?? '', again[0]?.params ?? {})).toBe(
      true,
    )
  })

  it('repeats once when nobody listens', async () => {
    await ring({ statusCallback: 'http://127.0.0.1:9/nobody', statusCallbackEvent: ['initiated'] })
    await rig.step(5_000)
    expect(truth('hook-failed')).toMatchObject([
      { why: 'ct', attempt: 1 },
      { why: 'ct', attempt: 2 },
    ])
  })

  it('doubles, drops and reorders on request', async () => {
    rig.carrier().setFaults({ duplicate: 1 })
    await ring()
    await rig.step(30_000)
    expect(rig.hooks().received).toHaveLength(8)
    expect(new Set(rig.hooks().received.map((one) => one.idempotency)).size).toBe(4)
    rig.carrier().setFaults({ drop: 1 })
    await ring()
    await rig.step(30_000)
    expect(rig.hooks().received).toHaveLength(8)
    expect(truth('hook-dropped')).toHaveLength(4)
    rig.carrier().setFaults({ reorder: 1 })
    for (let nth = 0; nth < 5; nth++) await ring()
    await rig.step(60_000)
    const late = rig
      .hooks()
      .received.slice(8)
      .map((one) => `${one.params.CallSid}${one.params.SequenceNumber}`)
    expect(late).not.toEqual([...late].sort())
  })

  it('holds back as long as asked, in the order of what happened', async () => {
    await rig.carrier().setFaults({ delay: 1, delayMs: 20_000 })
    await ring()
    await rig.step(19_999)
    expect(rig.hooks().received).toEqual([])
    await rig.step(40_000)
    expect(rig.hooks().statuses()).toEqual(['initiated', 'ringing', 'in-progress', 'completed'])
    expect(rig.hooks().received.map((one) => one.params.Timestamp)).toContain('Mon, 05 Jan 2026 09:00:00 +0000')
  })
})
