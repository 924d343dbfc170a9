import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createQueueTown, type QueueTown } from './queue.test-town.ts'

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())
beforeEach(() => town.clear())

describe('the record of a claim', () => {
  it('says how the customer came to the agent and what the gate said', async () => {
    const agent = await town.addAgent()
    const person = await town.addPerson({ perMinute: 50 })
    await town.fill()
    const { id, fence } = await town.claimed(agent)
    const [decision, ...more] = await town.db.decision.findMany()
    expect(more).toEqual([])
    expect(decision).toMatchObject({
      workItemId: id,
      fence,
      agentId: agent,
      episodeId: person.episodeId,
      exploredOf: null,
    })
    expect(decision?.rank).toBeGreaterThanOrEqual(50)
    expect(decision?.permit).toMatchObject({ allowed: true })
    expect(decision?.at).toEqual(town.clock.now())
  })

  it('is written for every claim of one customer, and never for one that the gate denied', async () => {
    const agent = await town.addAgent()
    const person = await town.addPerson()
    await town.fill()
    await town.database.tx((tx) =>
      town.compliance.recordStop(tx, {
        kind: 'call',
        customerId: person.customerId,
        phoneIds: person.phoneIds,
        byUserId: null,
        at: town.clock.now(),
      }),
    )
    expect(await town.queue.claim(agent)).toBeNull()
    expect(await town.db.decision.count()).toBe(0)
  })
})
