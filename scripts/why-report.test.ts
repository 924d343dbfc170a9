import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDecided } from '../server/learning/decisions.store.ts'
import { CAMPAIGN, createQueueTown, type QueueTown } from '../server/queue/queue.test-town.ts'
import { explainScore } from '../server/ranking/explain.ts'
import { fitModel } from '../server/ranking/fit.ts'
import { OFFERS, REASONS, SILENT } from '../server/ranking/sample-customers.ts'
import { scoreCustomer } from '../server/ranking/score.ts'
import { DEFAULT_SETTINGS } from '../server/ranking/settings.ts'
import { reportWhy } from './why-report.ts'

let town: QueueTown
beforeAll(async () => {
  town = await createQueueTown()
})
afterAll(() => town.drop())

const scoreOf = (totalMinor: number) =>
  scoreCustomer(
    { ...SILENT, totalMinor },
    fitModel([SILENT]),
    { ...DEFAULT_SETTINGS, offers: OFFERS, reasons: REASONS },
    town.clock.now(),
  )

describe('why a customer came to an agent', () => {
  it('is told as it was decided, though the score was made anew since, with sums that add up', async () => {
    const agent = await town.addAgent()
    const { customerId, episodeId } = await town.addPerson({ perMinute: 50 })
    const score = scoreOf(14_000)
    const write = (one: typeof score) =>
      town.database.tx(async (tx) => {
        const body = explainScore(one, town.clock.now())
        await tx.score.update({ where: { episodeId }, data: { body } })
      })
    await write(score)
    await town.fill()
    await town.claimed(agent)
    const claimedAt = town.clock.now()
    await write(scoreOf(900_000))

    const decided = await readDecided(town.db, customerId, claimedAt)
    if (!decided) throw new Error('no claim on record')
    const report = reportWhy(decided).join('\n')
    expect(report).toContain(`${score.expectedMinor}  = expected of this call`)
    const money = [...report.matchAll(/^ +(-?\d+) {2}[a-z_]+$/gm)].map(([, minor]) => Number(minor))
    expect(money.reduce((sum, minor) => sum + minor, 0)).toBe(Number(score.expectedMinor))
    expect(report).toContain('Gate: {"until"')
    const campaign = await town.db.campaign.findUniqueOrThrow({ where: { id: CAMPAIGN } })
    expect(report).toMatch(
      new RegExp(
        `^Campaign: ${campaign.name}, version ${campaign.version}, in force since \\S+ \\(${CAMPAIGN}\\)\\.$`,
        'm',
      ),
    )
    expect(report).toContain(`Recommended before the reason was told: ${score.offers[0]?.code}`)
    expect(report).toContain('not learned yet (our priors)')
    expect(await readDecided(town.db, customerId, new Date(claimedAt.getTime() - 1))).toBeNull()
  })
})
