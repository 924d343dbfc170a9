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

  it('is busy for a burst, whatever is asked, and then well again', async () => {
    await rig.carrier().setFaults({ burst429: 3 })
    const asked = [() => ring(), () => connect().calls.list(), () => ring(), () => ring()]
    const codes: number[] = []
    for (const ask of asked)
      await ask().then(
        () => codes.push(0),
        (error: { code: number }) => codes.push(error.code),
      )
    expect(codes).toEqual([20429, 20429, 20429, 0])
    expect(truth('create')).toHaveLength(1)
  })

  it('leaves a connection half open: nothing rings and nothing is answered', async () => {
    await rig.carrier().setFaults({ next: [{ fault: 'halfOpen', count: 1 }] })
    await expect(ring()).rejects.toThrow(/timeout/)
    await rig.step(3_000)
    expect(truth('create')).toEqual([])
    await expect(ring()).resolves.toMatchObject({ to: CUSTOMER })
  })

  it('answers anything slowly', async () => {
    await rig.carrier().setFaults({ slow: 1, slowMs: 2_000 })
    let answered = false
    const list = connect()
      .calls.list()
      .then((calls) => {
        answered = true
        return calls
      })
    await new Promise((resume) => setTimeout(resume, 100))
    await rig.step(1_999)
    expect(answered).toBe(false)
    await rig.step(1)
    expect(await list).toEqual([])
  })

  it('keeps calls in its queue longer, and says so', async () => {
    await rig.start({ callsPerSecond: 1, faults: { queueDelayMs: 90_000 } })
    expect([(await ring()).queueTime, (await ring()).queueTime]).toEqual(['90000', '91000'])
    await rig.step(90_500)
    expect(truth('invite')).toHaveLength(1)
  })

  it('takes no more calls than its queue holds', async () => {
    await rig.start({ callsPerSecond: 1, faults: { mostQueued: 2 } })
    await ring()
    await rig.step(1) // the first has left
    await ring()
    await ring()
    await expect(ring()).rejects.toMatchObject({ status: 400, code: 22005 })
    await rig.step(1_000)
    await expect(ring()).resolves.toMatchObject({ status: 'queued' })
  })

  it('has no more calls at once than it is allowed, and legs to softphones are not among them', async () => {
    await rig.carrier().setFaults({ mostAtOnce: 1 })
    const call = await ring()
    await expect(ring()).rejects.toMatchObject({ status: 429, code: 10004 })
    await expect(rig.seatAgent()).resolves.toMatch(/^CA/)
    await connect().calls(call.sid).update({ status: 'completed' })
    await expect(ring()).resolves.toMatchObject({ status: 'queued' })
  })

  it('lists a call late, though it knows it by its name at once', async () => {
    await rig.carrier().setFaults({ listLateMs: 10_000 })
    const call = await ring()
    await rig.step(9_999)
    expect(await connect().calls.list({ to: CUSTOMER })).toEqual([])
    expect((await connect().calls(call.sid).fetch()).sid).toBe(call.sid)
    await rig.step(1)
    expect(await connect().calls.list({ to: CUSTOMER })).toHaveLength(1)
  })
})

describe('an outage', () => {
  it('refuses connections, so that a caller knows that nothing was asked, and ends', async () => {
    await ring() // a connection that is kept open
    await rig.carrier().setFaults({ outage: 'refuse' })
    await new Promise((resume) => setTimeout(resume, 50)) // the client has seen that connection end
    for (let nth = 0; nth < 2; nth++) await expect(ring()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await rig.carrier().setFaults({})
    await expect(ring()).resolves.toMatchObject({ to: CUSTOMER })
    expect(truth('create')).toHaveLength(2)
  })

  it('takes connections and says nothing, or says 503', async () => {
    await rig.carrier().setFaults({ outage: 'silent' })
    await expect(ring()).rejects.toThrow(/timeout/)
    await expect(connect().calls.list()).rejects.toThrow(/timeout/)
    await rig.carrier().setFaults({ outage: 'error' })
    await expect(ring()).rejects.toMatchObject({ status: 503, code: 20503 })
    await rig.carrier().setFaults({})
    await expect(ring()).resolves.toMatchObject({ to: CUSTOMER })
    expect(truth('create')).toHaveLength(1)
  })

  it('lets no webhook leave, and the call goes on', async () => {
    await ring()
    await rig.carrier().setFaults({ outage: 'refuse' })
    await rig.step(60_000)
    expect(rig.hooks().received).toEqual([])
    expect(truth('end')).toHaveLength(1)
  })

  it('asked for from outside ends by itself, and is refused when it would not', async () => {
    expect((await rig.control('faults', { outage: 'refuse' })).status).toBe(400)
    expect((await rig.control('faults', { outage: 'refuse', outageMs: 300 })).status).toBe(200)
    await expect(fetch(`${rig.carrier().url}/_sim/faults`)).rejects.toThrow()
    await expect
      .poll(
        () =>
          ring()
            .then(({ to }) => to)
            .catch(() => null),
        { timeout: 3_000 },
      )
      .toBe(CUSTOMER)
    expect(await (await fetch(`${rig.carrier().url}/_sim/faults`)).json()).toMatchObject({ outage: 'none' })
  })
})
