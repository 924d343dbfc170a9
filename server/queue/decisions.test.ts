import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { slotOf } from '../ranking/week-slot.ts'
import { CAMPAIGN, createQueueTown, type QueueTown } from './queue.test-town.ts'

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

  it('names the campaign and the version of it that was in force, whatever it is changed to later', async () => {
    const agent = await town.addAgent()
    await town.addPerson()
    await town.fill()
    const { version } = await town.db.campaign.findUniqueOrThrow({ where: { id: CAMPAIGN } })
    const change = async (to: number) => {
      const { settings } = await town.db.campaignVersion.findFirstOrThrow({ where: { campaignId: CAMPAIGN } })
      const row = {
        campaignId: CAMPAIGN,
        version: to,
        state: 'running',
        settings: settings ?? {},
        at: town.clock.now(),
      }
      await town.db.campaignVersion.create({ data: row })
      await town.db.campaign.update({ where: { id: CAMPAIGN }, data: { version: to } })
    }
    await change(version + 1)
    await town.claimed(agent)
    await change(version + 2)
    expect(await town.db.decision.findFirstOrThrow()).toMatchObject({
      campaignId: CAMPAIGN,
      campaignVersion: version + 1,
    })
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

  it('goes by the hour: who was tried in this slot of the week without an answer stands behind', async () => {
    const agent = await town.addAgent()
    const [tried, fresh] = [await town.addPerson({ perMinute: 51 }), await town.addPerson({ perMinute: 50 })]
    const slot = slotOf(town.clock.now().getTime(), 0) // London in winter
    const hourly = { reachedMinor: 900, fixedMinor: 2, contactLogit: -1 }
    await town.database.tx(async (tx) => {
      await tx.score.update({
        where: { episodeId: tried.episodeId },
        data: { ...hourly, triedSlots: [slot, slot, slot] },
      })
      await tx.score.update({
        where: { episodeId: fresh.episodeId },
        data: { ...hourly, triedSlots: [(slot + 1) % 84] },
      })
    })
    await town.fill()
    expect((await town.claimed(agent)).customerId).toBe(fresh.customerId)
    expect((await town.db.decision.findFirst())?.contact).toBeCloseTo(1 / (1 + Math.E), 6)
    const left = await town.db.queueHead.findFirst()
    expect(left?.contact).toBeLessThan(0.2)
  })
})
