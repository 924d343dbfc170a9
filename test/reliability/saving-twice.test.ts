import { afterAll, beforeAll, expect, it } from 'vitest'
import { callAs } from '../harness/browser-call.ts'
import { type Desk, seedDesks } from '../harness/desks.ts'
import { clockFrom, findFreePort, type House, startHouse } from '../harness/house.ts'
import { outcomeOf } from '../harness/outcome.ts'
import { reached } from '../harness/reached.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'
import { sized } from '../harness/sized.ts'

/** R3: every save is sent one to three times to either process, half with the answer dropped. */
const SAVES = sized(500, 10_000)
const CONTROL_SAVES = 5
const AT_ONCE = 12
const MOST_TRIES = 40
const LONGEST_BREAK_MS = 40
const MONDAY_NOON = '2026-03-02T07:00:00Z'

let house: House
let other: ServerProcess
beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(MONDAY_NOON), carried: false })
  other = await startServer({ ...house.env, PORT: String(await findFreePort()) })
})
afterAll(async () => {
  await other?.stop()
  await house?.close()
})

it('R3 · saves each outcome once with all that follows from it, however often it is sent and whoever stops listening', {
  timeout: sized(180_000, 3_600_000),
}, async ({ task }) => {
  const now = new Date(MONDAY_NOON)
  const { db } = house.database
  const desks = await seedDesks(house.database, {
    count: SAVES,
    now,
    sessionSecret: house.env.SESSION_SECRET ?? '',
    state: 'spoken',
  })
  const figures = { sent: 0, dropped: 0, failed: 0, answered: 0, first: 0 }
  const urls = [house.url, other.url]

  const save = async (desk: Desk, turn: number): Promise<void> => {
    const body = outcomeOf(desk, now)
    const send = async (nth: number, breakAfterMs?: number) => {
      figures.sent++
      if (breakAfterMs !== undefined) figures.dropped++
      const url = urls[(turn + nth) % urls.length] ?? house.url
      const answer = await callAs(desk, url, '/outcomes', {
        body,
        ...(breakAfterMs === undefined ? {} : { breakAfterMs }),
      })
      if (breakAfterMs !== undefined || !answer) return false
      if (answer.status >= 500) {
        figures.failed++ // a machine that has no breath: not acknowledged, so it is sent again
        return false
      }
      expect(answer, JSON.stringify(answer)).toMatchObject({ status: 200, body: { id: body.id } })
      figures.answered++
      if (!(answer.body as { again: boolean }).again) figures.first++
      return true
    }
    const times = 1 + (turn % 3)
    const breaks = (nth: number) => ((turn + nth) % 2 === 0 ? (turn * 7 + nth * 13) % LONGEST_BREAK_MS : undefined)
    const sendings = Array.from({ length: times }, (_, nth) => () => send(nth, breaks(nth)))
    // One half at once, one half one after the other; then as the desk does: until it is acknowledged.
    const heard: boolean[] = []
    if (turn % 4 < 2) heard.push(...(await Promise.all(sendings.map((one) => one()))))
    else for (const one of sendings) heard.push(await one())
    let acknowledged = heard.includes(true)
    for (let tries = 0; !acknowledged && tries < MOST_TRIES; tries++) acknowledged = await send(tries)
    expect(acknowledged).toBe(true)
  }

  const queue = desks.entries()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [turn, desk] of queue) await save(desk, turn)
    }),
  )

  const outcomes = await db.disposition.count()
  reached(task, `${SAVES} saves, each sent one to three times to either of two processes`, {
    sent: figures.sent,
    'answers dropped': figures.dropped,
    outcomes,
  })
  expect(figures.dropped).toBeGreaterThan(SAVES / 2)
  expect(figures.first).toBeLessThan(SAVES)
  const customers = { in: desks.map(({ customerId }) => customerId) }
  expect(outcomes).toBe(SAVES)
  expect((await db.disposition.groupBy({ by: ['callId'] })).length).toBe(SAVES)
  expect(await db.reasonGiven.count()).toBe(SAVES)
  expect(await db.promise.count()).toBe(SAVES)
  expect(await db.contactRecord.count({ where: { customerId: customers, kind: 'disposition' } })).toBe(SAVES)
  expect(await db.attempt.count({ where: { outcome: 'L.NOW', counted: true } })).toBe(SAVES)
  expect(
    await db.workItem.count({
      where: { id: { in: desks.map(({ workItemId }) => workItemId) }, state: 'closed', closedAs: 'L.NOW', attempts: 1 },
    }),
  ).toBe(SAVES)
  // The next round of each customer, once.
  expect(await db.workItem.count({ where: { customerId: customers, state: 'waiting', attempts: 0 } })).toBe(SAVES)
  expect(await db.presence.count({ where: { state: 'break' } })).toBe(SAVES)
})

it('R3 control · a save that takes a new key for each try is never acknowledged once its answer was dropped', async ({
  task,
}) => {
  const desks = await seedDesks(house.database, {
    count: CONTROL_SAVES,
    now: new Date(MONDAY_NOON),
    sessionSecret: house.env.SESSION_SECRET ?? '',
    state: 'spoken',
  })
  let unacknowledged = 0
  for (const desk of desks) {
    const send = () => callAs(desk, house.url, '/outcomes', { body: outcomeOf(desk, new Date(MONDAY_NOON)) })
    await send() // whose answer nobody heard
    if ((await send())?.status !== 200) unacknowledged++
  }
  reached(task, `${CONTROL_SAVES} saves`, { 'never acknowledged': unacknowledged })
  expect(unacknowledged).toBe(CONTROL_SAVES)
})
