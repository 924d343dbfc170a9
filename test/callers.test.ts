import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import { openNumber, ringIn } from './harness/callers.ts'
import { createLine, type Line } from './harness/line.ts'

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
