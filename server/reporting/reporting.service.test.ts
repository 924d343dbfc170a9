import { afterAll, beforeAll, expect, it } from 'vitest'
import { readVersions } from '../platform/bus.pg.ts'
import { createQueueTown, type QueueTown } from '../queue/queue.test-town.ts'
import { createReporting } from './reporting.service.ts'

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())

it('does not leave the wall with figures from before the change that it was told of', async () => {
  const reporting = createReporting({
    database: town.database,
    clock: town.clock,
    zone: async () => 'Europe/London',
    queue: { idle: async () => null },
    telephony: { currentOf: async () => new Map() },
  })
  const version = async () => (await readVersions(town.db, ['wall'])).get('wall') ?? -1
  expect(await reporting.readWall()).toMatchObject({ waiting: 0, callable: 0 })
  await town.addPerson()
  await town.fill()
  const told = await version()
  expect(await reporting.readWall()).toMatchObject({ waiting: 0, callable: 0 }) // a moment old, for the sake of the database
  await expect.poll(version, { timeout: 10_000 }).toBeGreaterThan(told)
  expect(await reporting.readWall()).toMatchObject({ waiting: 1, callable: 1 })
})
