import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import type { Tx } from '../server/platform/database.pg.ts'
import { openNumber, ringIn } from './harness/callers.ts'
import { createLine, type Line, OWN_NUMBER } from './harness/line.ts'

let line: Line
beforeAll(async () => {
  line = await createLine({ speed: 20 })
  await openNumber(line)
  const day = [{ from: 0, until: 1440 }]
  const body = { hours: Array.from({ length: 7 }, () => day), choices: [], nightNumber: null }
  await line.db.ivrFlow.create({ data: { version: 1, body, byUserId: line.newCallId(), at: line.clock.now() } })
})
afterAll(() => line?.close())

const seated = async (): Promise<UserId> => {
  const agent = await line.addAgent()
  await line.telephony.followPresence(agent)
  await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
  return agent
}
const move = (agent: UserId, from: 'ready' | 'preview' | 'break', to: 'ready' | 'preview' | 'break') =>
  line.database.tx((tx) => line.staff.presence.move(tx, agent, [from], to, line.clock.now()))

it('offers a caller to somebody else when the desk was handed a customer at that very moment', async () => {
  const taken = await seated()
  await move(taken, 'ready', 'break')
  const sid = await ringIn(line, '+998931112233', { patienceSeconds: 3_000 })
  const row = () => line.db.inboundCall.findUniqueOrThrow({ where: { sid } })
  await line.until(async () => (await row().catch(() => null))?.state === 'waiting')
  // As the offer sees it that read who is free before the queue's claim had committed.
  await move(taken, 'break', 'ready')
  await line.giveCustomer(taken)
  await move(taken, 'preview', 'ready')
  const offer = line.telephony.inbound?.offer
  await offer?.()
  expect(await row()).toMatchObject({ state: 'waiting', agentId: null })
  await move(taken, 'ready', 'preview')
  const other = await seated()
  await offer?.()
  expect(await row()).toMatchObject({ state: 'offered', agentId: other })
})

it('rings first where somebody has every skill that the campaign of the caller asks for, and at any desk where nobody has', async () => {
  const skills = ['cars', 'vip']
  await line.db.campaign.updateMany({ data: { skills } })
  const desks = [await seated(), await seated(), await seated()]
  const [idle, , skilled] = desks
  for (const [nth, id] of desks.entries()) {
    await move(id, 'ready', 'break')
    await line.db.user.update({ where: { id }, data: { skills: skills.slice(0, nth) } })
  }
  // Nobody sits at this desk: it is never rung.
  const holder = await line.addAgent()
  /** Somebody whose round waits in that campaign, in the line of callers. */
  const caller = async () => {
    const { workItemId: id, e164 } = await line.giveCustomer(holder)
    const waits = { state: 'waiting', agentId: null, leasedAt: null, leaseUntil: null }
    await line.db.workItem.update({ where: { id }, data: waits })
    await move(holder, 'preview', 'ready')
    const sid = await ringIn(line, e164, { patienceSeconds: 3_000 })
    await line.until(async () => (await line.db.inboundCall.findUnique({ where: { sid } }))?.state === 'waiting')
    return sid
  }
  const sids = [await caller(), await caller()]
  await line.database.tx(async (tx) => {
    for (const [nth, userId] of desks.entries()) {
      const since = new Date(line.clock.now().getTime() - (3 - nth) * 60_000)
      await tx.presence.update({ where: { userId }, data: { state: 'ready', since } })
    }
  })
  await line.telephony.inbound?.offer()
  const rung = await line.db.inboundCall.findMany({ where: { sid: { in: sids } }, orderBy: { queuedAt: 'asc' } })
  expect(rung.map(({ state, agentId }) => [state, agentId])).toEqual([
    ['offered', skilled],
    ['offered', idle],
  ])
})

it('adds one customer when a number that nobody knows rings twice at once', async () => {
  const from = '+998935550101'
  const ring = (nth: number) => line.telephony.inbound?.arrive(`CA${String(nth).padStart(32, '0')}`, from, OWN_NUMBER)
  await Promise.all(Array.from({ length: 8 }, (_, nth) => ring(nth)))
  const rung = await line.db.inboundCall.findMany({ where: { sid: { startsWith: 'CA0000000' } } })
  expect(rung).toHaveLength(8)
  expect(new Set(rung.map(({ customerId }) => customerId)).size).toBe(1)
  const phone = await line.db.phone.findUniqueOrThrow({ where: { e164: from } })
  expect(await line.db.customerPhone.count({ where: { phoneId: phone.id } })).toBe(1)
})

it('holds no caller up while it looks who is free', async () => {
  const sid = await ringIn(line, '+998935550200', { patienceSeconds: 3_000 })
  await line.until(async () => (await line.db.inboundCall.findUnique({ where: { sid } }))?.state === 'waiting')
  const looking = (tx: Tx) =>
    tx.$queryRaw<unknown[]>`
      SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'seat'::regclass
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  let offered: Promise<void> | undefined
  await line.database.tx(async (tx) => {
    await tx.$executeRaw`LOCK TABLE seat IN ACCESS EXCLUSIVE MODE`
    offered = line.telephony.inbound?.offer()
    await line.until(async () => (await looking(tx)).length > 0)
    // A caller who were held by that look could neither be heard of nor hang up.
    await tx.$executeRaw`SELECT 1 FROM inbound_call WHERE sid = ${sid} FOR UPDATE NOWAIT`
  })
  await offered
})
