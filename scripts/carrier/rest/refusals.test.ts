import { describe, expect, it } from 'vitest'
import { startCarrier } from '../carrier.ts'
import { WILLING } from '../people/persona.ts'
import { ACCOUNT, createRig, TOKEN } from '../rig.ts'

const rig = createRig()
const { start, connect, control, truth, ring } = rig

describe('what is refused', () => {
  it.each([
    [{ to: '12' }, 21211],
    [{ from: 'nobody' }, 21212],
    [{ twiml: undefined }, 21205],
    [{ to: '+989121234567' }, 21215],
    [{ timeout: 3 }, 20001],
  ])('says why %o cannot be', async (wanted, code) => {
    await control('refusals', [{ prefix: '+98', code: 21215 }])
    if ('twiml' in wanted) Object.assign(wanted, { applicationSid: `AP${'0'.repeat(32)}` })
    await expect(ring(wanted)).rejects.toMatchObject({
      status: 400,
      code,
      moreInfo: expect.stringContaining(String(code)),
    })
    expect(truth('create')).toEqual([])
  })

  it('knows neither wrong credentials nor unknown calls', async () => {
    await expect(connect('wrong').calls.list()).rejects.toMatchObject({ status: 401, code: 20003 })
    await expect(
      connect()
        .calls(`CA${'0'.repeat(32)}`)
        .fetch(),
    ).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  it('queues what is beyond the calls per second, and says for how long', async () => {
    await start({ callsPerSecond: 1 })
    const times = [(await ring()).queueTime, (await ring()).queueTime, (await ring()).queueTime]
    expect(times).toEqual(['0', '1000', '2000'])
    await rig.step(1_500)
    expect(truth('invite')).toHaveLength(2)
  })

  it('does not run in production', async () => {
    const before = process.env.NODE_ENV
    process.env.NODE_ENV = 'production'
    await expect(startCarrier({ account: ACCOUNT, token: TOKEN, personaFor: () => WILLING })).rejects.toThrow()
    process.env.NODE_ENV = before
  })
})
