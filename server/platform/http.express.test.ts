import { afterAll, beforeAll, expect, it } from 'vitest'
import { callAs } from '../../test/harness/browser-call.ts'
import { seedDesks } from '../../test/harness/desks.ts'
import { clockFrom, type House, startHouse } from '../../test/harness/house.ts'

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

it('keeps what an agent typed though a character was cut in two', async () => {
  const desk = await seedDesk()
  const draft = {
    reasons: [],
    words: 'cut \ud83d',
    competitor: null,
    offers: [],
    promises: [],
    note: 'whole 😀',
    outcome: null,
    callbackAt: null,
    promisedAt: null,
    revision: 1,
  }
  const answer = await callAs(desk, house.url, `/cards/${desk.workItemId}/draft`, {
    method: 'PUT',
    body: { fence: desk.fence, draft },
  })
  expect(answer?.status).toBe(200)
  const kept = await house.database.db.draft.findUniqueOrThrow({ where: { workItemId: desk.workItemId } })
  expect(kept.body).toMatchObject({ words: 'cut \ufffd', note: 'whole 😀' })
})
