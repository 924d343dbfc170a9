import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CallId } from '#contract/ids'
import { type App, createApp } from '../../server/app.ts'
import { createClock } from '../../server/platform/clock.machine.ts'
import type { Clock } from '../../server/platform/clock.ts'
import { readDatabaseTime } from '../../server/platform/clock-skew.pg.ts'
import { parseConfig } from '../../server/platform/config.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { createLog } from '../../server/platform/log.machine.ts'
import { createSteadyClock } from '../../server/platform/steady-clock.machine.ts'
import { type Desk, seedDesks } from '../harness/desks.ts'
import { clockFrom, findFreePort, type House, startHouse } from '../harness/house.ts'
import { createLine, type Line } from '../harness/line.ts'
import { sized } from '../harness/sized.ts'

const HOUR_MS = 3_600_000
const OFFSETS = {
  'an hour ahead': HOUR_MS,
  'an hour behind': -HOUR_MS,
  'a day ahead': 24 * HOUR_MS,
  'a day behind': -24 * HOUR_MS,
}
/** Calling hours in Tashkent are 9 to 20, that is 4 to 15 in UTC. */
const HALF_AN_HOUR_EARLY = Date.UTC(2026, 2, 2, 3, 30)
const HALF_AN_HOUR_LATE = Date.UTC(2026, 2, 2, 15, 30)
const NOON = Date.UTC(2026, 2, 2, 7)
const MONDAY_NOON = '2026-03-02T07:00:00Z'

/** The rule, told a second time and from the truth log alone: who was rung outside 9 to 20 at her place. */
const findIllegal = (line: Line): string[] =>
  line.carrier.truth
    .since(0)
    .filter((one) => one.event === 'invite' && one.to?.startsWith('+998'))
    .filter(({ at }) => {
      const minutes = (new Date(at).getUTCHours() + 5) * 60 + new Date(at).getUTCMinutes()
      return minutes < 9 * 60 || minutes >= 20 * 60
    })
    .map(({ to }) => to ?? '')

describe('a server whose clock is wrong', () => {
  let line: Line
  afterEach(() => line?.close())

  /** A server of this line whose machine is so far ahead; checked against the database, or not. */
  const serve = async (aheadMs: number, checked: boolean) => {
    const wrong = createClock({ ...line.setting, origin: line.setting.origin - aheadMs / line.setting.speed })
    if (!checked) return line.serve({ clock: wrong })
    const steady = createSteadyClock({
      clock: wrong,
      setting: line.setting,
      readDatabaseTime: () => readDatabaseTime(line.db),
      log: createLog('silent'),
      changed: async () => {},
    })
    await steady.check()
    return line.serve({ clock: steady.clock, clockOff: steady.offSince })
  }
  const tryToDial = async (aheadMs: number, checked: boolean): Promise<string> => {
    const agent = await line.addAgent()
    const { workItemId, fence } = await line.giveCustomer(agent)
    const server = await serve(aheadMs, checked)
    await server.followPresence(agent)
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    try {
      await server.dial({ id: line.newCallId(), workItemId, fence }, agent)
      return 'dialled'
    } catch (error) {
      const { code, params } = (error as { problem: { code: string; params?: { reason?: string } } }).problem
      return params?.reason ? `${code} ${params.reason}` : code
    }
  }

  it.each([
    ['an hour ahead, before calling hours', HOUR_MS, HALF_AN_HOUR_EARLY],
    ['an hour behind, after calling hours', -HOUR_MS, HALF_AN_HOUR_LATE],
    ['a day ahead', 24 * HOUR_MS, NOON],
    ['a day behind', -24 * HOUR_MS, NOON],
    ['three seconds ahead', 3_000, NOON],
  ])('R24 · dials nobody, and says why: %s', async (_what, aheadMs, epoch) => {
    line = await createLine({ speed: 1, epoch })
    expect(await tryToDial(aheadMs, true)).toBe('line.paused clock')
    expect(await line.db.dialIntent.count()).toBe(0)
    expect(findIllegal(line)).toEqual([])
    const server = await serve(aheadMs, true)
    expect((await server.line.view(line.db)).paused?.why).toBe('clock')
  })

  it.each([
    ['ahead', HOUR_MS, HALF_AN_HOUR_EARLY],
    ['behind', -HOUR_MS, HALF_AN_HOUR_LATE],
  ])(
    'R24 control · unchecked and an hour %s it rings somebody outside calling hours, and is found',
    async (_what, aheadMs, epoch) => {
      line = await createLine({ speed: 1, epoch })
      expect(await tryToDial(aheadMs, false)).toBe('dialled')
      await line.until(async () => findIllegal(line).length === 1)
    },
  )

  it('R24 · dials when the difference is below two seconds', async () => {
    line = await createLine({ speed: 1, epoch: NOON })
    expect(await tryToDial(1_000, true)).toBe('dialled')
  })
})

describe('a clock that jumps while the server runs', () => {
  const WATCH_MS = sized(4_000, 60_000)
  const DESKS = sized(30, 200)
  const LEASE_MS = 600_000
  let house: House
  let other: App
  let ahead = 0
  let desks: Desk[]

  beforeAll(async () => {
    const setting = clockFrom(MONDAY_NOON)
    house = await startHouse({ clock: setting, carried: false })
    const read = parseConfig({ ...house.env, PORT: String(await findFreePort()) })
    if (!read.ok) throw new Error(read.faults.join('\n'))
    const machine = createClock(setting)
    const jumping: Clock = { ...machine, now: () => new Date(machine.now().getTime() + ahead) }
    other = await createApp({
      config: read.config,
      database: openDatabase(house.database.url),
      clock: jumping,
      log: createLog('silent'),
    })
    await other.start()
    desks = await seedDesks(house.database, {
      count: DESKS,
      now: machine.now(),
      sessionSecret: house.env.SESSION_SECRET ?? '',
      state: 'preview',
      leaseUntil: new Date(machine.now().getTime() + LEASE_MS),
    })
  })
  afterEach(() => {
    ahead = 0
  })
  afterAll(async () => {
    await other?.close()
    await house?.close()
  })

  const houseTime = (): number => {
    const { origin, epoch } = JSON.parse(house.env.CLOCK ?? '{}') as { origin: number; epoch: number }
    return epoch + (Date.now() - origin)
  }
  const leased = () => house.database.db.workItem.count({ where: { state: 'leased', fence: 1n } })
  const dial = (desk: Desk) =>
    other.telephony.dial(
      { id: randomUUID() as CallId, workItemId: desk.workItemId, fence: BigInt(desk.fence) },
      desk.userId,
    )
  const take = (): Desk => desks.shift() ?? expect.fail('no desk is left')

  it.each(Object.entries(OFFSETS))(
    'R24 · stops dialling at once, and no desk loses its customer: %s',
    async (_what, by) => {
      const before = await leased()
      ahead = by
      const desk = take()
      await expect(dial(desk)).rejects.toMatchObject({ problem: { code: 'line.paused', params: { reason: 'clock' } } })
      await wait(WATCH_MS)
      expect(await leased()).toBe(before)
      // What it writes meanwhile is no lease of yesterday or tomorrow.
      const { leaseUntil } = await other.queue.renewLease(desk.userId, desk.workItemId, BigInt(desk.fence))
      expect(Math.abs(leaseUntil.getTime() - houseTime())).toBeLessThan(120_000)
      ahead = 0
      await expect
        .poll(
          () =>
            dial(desk).then(
              () => 'dialled',
              ({ problem }) => problem.code,
            ),
          { timeout: 30_000 },
        )
        .toBe('dialled')
    },
  )

  it('R24 control · a sweep by the wrong time takes every desk’s customer, and is found', async () => {
    const before = await leased()
    expect(before).toBeGreaterThan(0)
    await house.app.queue.sweep(new Date(houseTime() + OFFSETS['a day ahead']))
    expect(await leased()).toBeLessThan(before)
  })
})
