import { describe, expect, it } from 'vitest'
import { CUSTOMER, createRig } from '../rig.ts'

const rig = createRig()
const { connect, truth, ring } = rig

describe('faults of the REST API', () => {
  it('accepts and never answers: the phone rings once and the call can be found', async () => {
    rig.carrier().setFaults({ next: [{ fault: 'acceptThenTimeout', count: 1 }] })
    await expect(ring()).rejects.toThrow(/timeout/)
    await rig.step(3_000)
    expect(truth('ring')).toHaveLength(1)
    expect(await connect().calls.list({ to: CUSTOMER })).toHaveLength(1)
  })

  it.each([
    ['error500', 500, 20500, 0],
    ['error503', 503, 20503, 0],
    ['throttle429', 429, 20429, 0],
    ['acceptThen500', 500, 20500, 1],
  ] as const)('answers %s', async (fault, status, code, created) => {
    rig.carrier().setFaults({ next: [{ fault, count: 1 }] })
    await expect(ring()).rejects.toMatchObject({ status, code })
    expect(truth('create')).toHaveLength(created)
    await expect(ring()).resolves.toMatchObject({ status: 'queued' })
  })

  it('sends callbacks before its own answer', async () => {
    rig.carrier().setFaults({ restDelayMs: 3_000 })
    let answered = false
    const call = ring().then((one) => {
      answered = true
      return one
    })
    while (truth('create').length === 0) await new Promise((resume) => setTimeout(resume, 5))
    await rig.step(2_000)
    expect(rig.hooks().statuses()).toEqual(['initiated', 'ringing'])
    expect(answered).toBe(false)
    await rig.step(1_000)
    expect((await call).sid).toBe(rig.hooks().received[0]?.params.CallSid)
  })

  it('goes away and comes back', async () => {
    rig.carrier().setFaults({ outage: 'refuse' })
    await expect(ring()).rejects.toThrow()
    rig.carrier().setFaults({ outage: 'error' })
    await expect(ring()).rejects.toMatchObject({ status: 503 })
    rig.carrier().setFaults({})
    await expect(ring()).resolves.toMatchObject({ to: CUSTOMER })
  })
})
