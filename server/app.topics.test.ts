import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CallId, TeamId } from '#contract/ids'
import { seedDesks, seedStaff } from '../test/harness/desks.ts'
import { clockFrom, type House, startHouse } from '../test/harness/house.ts'
import { topicSources } from './app.topics.ts'
import type { Caller } from './platform/http.express.ts'

const MONDAY_NOON = '2026-03-02T07:00:00Z'

let house: House
beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(MONDAY_NOON), carried: false })
})
afterAll(() => house?.close())

const seeding = () => ({ count: 1, now: new Date(MONDAY_NOON), sessionSecret: house.env.SESSION_SECRET ?? '' })
const seedDesk = async () => {
  const [desk] = await seedDesks(house.database, { ...seeding(), state: 'preview' })
  if (!desk) throw new Error('no desk')
  return desk
}

it('shows the number that is dialled by hand to its agent alone', async () => {
  const desk = await seedDesk()
  const [lead] = await seedStaff(house.database, { ...seeding(), role: 'supervisor' })
  const { telephony } = house.app
  await telephony.dial(
    { id: randomUUID() as CallId, workItemId: desk.workItemId, fence: BigInt(desk.fence) },
    desk.userId,
  )
  const source = topicSources(house.app).agent
  const { teamId } = await house.database.db.user.findUniqueOrThrow({ where: { id: desk.userId } })
  const common = { name: '', teamId: teamId as TeamId, locale: 'en' as const }
  const own: Caller = { ...common, userId: desk.userId, role: 'agent' }
  const leads: Caller = { ...common, userId: lead?.userId ?? desk.userId, role: 'supervisor' }
  expect(source?.shared).toBe(false)
  expect(await source?.allows(leads, desk.userId)).toBe(true)
  expect(await source?.read(own, desk.userId)).toMatchObject({ call: { number: desk.e164 } })
  expect(await source?.read(leads, desk.userId)).toMatchObject({ call: { state: 'sent', number: null } })
})
