import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createQueueTown, type QueueTown } from './queue.test-town.ts'
import { createTold } from './told.service.ts'

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())

describe('what to offer once she has told why she left', () => {
  it('is kept with the claim, as drawn, with the chance of each; and only for whoever holds her', async () => {
    const [agent, other] = [await town.addAgent(), await town.addAgent()]
    await town.addPerson()
    await town.fill()
    await town.db.campaign.updateMany({ data: { offers: ['FLX', 'LOY'] } })
    const { id: workItemId, fence } = await town.claimed(agent)
    const seeds: number[] = []
    const offer = (code: string, pWin: number) => ({ code, netMinor: '900', pWin, worthTrying: true, propensity: 0.5 })
    const told = createTold(
      {
        clock: town.clock,
        campaigns: town.campaigns,
        rankingOffers: async (_tx, { reasonCode, seed, allowed }) => {
          expect(allowed).toEqual(['FLX', 'LOY'])
          seeds.push(seed)
          expect(reasonCode).toBe('PRC.HIGH')
          return { offers: [offer('FLX', 0.21), offer('LOY', 0.2)], propensities: { FLX: 0.4, LOY: 0.6 } }
        },
      },
      town.queue.hold,
    )
    const ask = (userId: typeof agent, asked = fence) =>
      town.database.tx((tx) => told(tx, userId, { workItemId, fence: asked, reasonCode: 'PRC.HIGH' }))
    expect((await ask(agent)).offers.map(({ code }) => code)).toEqual(['FLX', 'LOY'])
    await ask(agent)
    expect(new Set(seeds).size).toBe(1)
    expect(await town.db.decision.findFirst()).toMatchObject({
      offer: 'FLX',
      offerWin: 0.21,
      toldReason: 'PRC.HIGH',
      propensities: { FLX: 0.4, LOY: 0.6 },
    })
    await expect(ask(other)).rejects.toThrow()
    await expect(ask(agent, fence + 1n)).rejects.toThrow()
  })
})
