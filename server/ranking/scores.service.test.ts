import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestBase, crowd, DAY_MS, NOW, type TestBase, THROUGH, TOWN } from './ranking.test-base.ts'

let base: TestBase
beforeAll(async () => {
  base = await createTestBase()
})
afterAll(() => base.drop())
beforeEach(() => base.renew())

describe('arms', () => {
  const arms = async () => new Map((await base.db.episode.findMany()).map(({ customerId, arm }) => [customerId, arm]))

  it('hold out about the share that is asked for, and stay when it is raised', async () => {
    await base.addPeople(crowd('silent', 600, 25, 200))
    await base.start().rescoreAll(NOW)
    const before = await arms()
    const drawn = [...before.values()].filter((arm) => arm !== null)
    const share = drawn.filter((arm) => arm === 'holdout').length / drawn.length
    expect(share).toBeGreaterThan(0.14)
    expect(share).toBeLessThan(0.26)
    await base.programme.setInstallation({ holdoutPercent: 90, holdoutKey: 'another' })
    await base.start().rescoreAll(NOW)
    expect(await arms()).toEqual(before)
  })

  it('are one for a household, even for a member who lapses after the share was raised', async () => {
    const household = randomUUID()
    await base.addPeople([...TOWN, { name: 'mother', household, bought: [200, 230, 260, 290], amountMinor: 90_000n }])
    await base.programme.setInstallation({ holdoutPercent: 0 })
    await base.start().rescoreAll(NOW)
    await base.programme.setInstallation({ holdoutPercent: 100 })
    const ids = await base.addPeople([{ name: 'son', household, bought: [200, 230, 260, 290], amountMinor: 90_000n }])
    await base.start(1).rescoreAll(NOW)
    expect((await base.episodesOf(ids.get('son')))[0]?.arm).toBe('treat')
  })
})

describe('what is read of the scores', () => {
  it('takes a zone from what the customer told, the address, the number, the house, in this order', async () => {
    const bought = [200, 230, 260, 290]
    const amountMinor = 90_000n
    const ids = await base.addPeople([
      ...TOWN,
      { name: 'told', bought, amountMinor, toldZone: 'Europe/Berlin', zone: 'Asia/Tehran' },
      { name: 'address', bought, amountMinor, zone: 'Asia/Tehran', phoneZone: 'Asia/Dubai' },
      { name: 'number', bought, amountMinor, phoneZone: 'Asia/Dubai' },
      { name: 'house', bought, amountMinor },
    ])
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const zones = await Promise.all(
      ['told', 'address', 'number', 'house'].map(async (name) => (await base.scoresOf(ids.get(name)))[0]?.zone),
    )
    expect(zones).toEqual(['Europe/Berlin', 'Asia/Tehran', 'Asia/Dubai', 'Asia/Tashkent'])
    expect(await ranking.zones(base.db)).toEqual(['Asia/Dubai', 'Asia/Tashkent', 'Asia/Tehran', 'Europe/Berlin'])
  })

  it('pages the best of a zone, each once, and lists no held out or won customer in the queue', async () => {
    await base.addPeople(TOWN)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const all = await ranking.bestOf(base.db, 'Asia/Tashkent', 1_000)
    const paged = []
    for (let after = undefined as (typeof all)[number] | undefined; ; ) {
      const page = await ranking.bestOf(base.db, 'Asia/Tashkent', 7, after)
      if (page.length === 0) break
      paged.push(...page)
      after = page.at(-1)
    }
    expect(paged).toEqual(all)
    const values = all.map(({ perMinuteMinor }) => perMinuteMinor)
    expect(values).toEqual([...values].sort((left, right) => right - left))

    const treated = await base.db.episode.count({ where: { arm: 'treat' } })
    const lines = await ranking.topQueue(base.db, 1_000)
    expect(lines.length).toBe(treated)
    expect(lines[0]?.topFacts.length).toBe(3)
    expect(lines[0]?.bestOffer).toBeTruthy()
    await base.db.episode.updateMany({ data: { state: 'won' } })
    expect(await ranking.topQueue(base.db, 10)).toEqual([])
  })

  it('reads the best of all zones in one order, each with terms that sum to its value', async () => {
    const half = TOWN.map((person, i) => (i % 2 ? { ...person, zone: 'Europe/London' } : person))
    await base.addPeople(half)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const lines = await ranking.topQueue(base.db, 9)
    const all = await ranking.topQueue(base.db, 1_000)
    const values = all.map(({ perMinuteMinor }) => perMinuteMinor)
    expect(values).toEqual([...values].sort((left, right) => right - left))
    expect(lines).toEqual(all.slice(0, 9))
    const zones = await base.db.score.findMany({ where: { episodeId: { in: all.map(({ episodeId }) => episodeId) } } })
    expect(new Set(zones.map(({ zone }) => zone))).toEqual(new Set(['Asia/Tashkent', 'Europe/London']))
    for (const { why } of lines)
      expect(why.terms.reduce((sum, { minor }) => sum + BigInt(minor), 0n)).toBe(BigInt(why.expectedMinor))
  })

  it('says why nothing is scored when no purchase is known', async () => {
    await base.addPeople([{ name: 'nobody', bought: [] }])
    expect(await base.start().rescoreAll(NOW)).toMatchObject({ skipped: 'no-purchases', scored: 0, modelId: null })
    await base.programme.setInstallation({ completeThrough: null })
    expect(await base.start().rescoreAll(NOW)).toMatchObject({ skipped: 'no-complete-through', scored: 0 })
    expect(base.emitted).toEqual([])
  })

  it('keeps the last ten models', async () => {
    await base.addPeople(TOWN)
    const ranking = base.start()
    for (let day = 0; day < 12; day++) {
      const at = new Date(THROUGH.getTime() + day * DAY_MS)
      await base.programme.setInstallation({ completeThrough: at })
      await ranking.rescoreAll(at)
    }
    const models = await base.db.rankingModel.findMany({ orderBy: { fittedAt: 'asc' } })
    expect(models.length).toBe(10)
    expect(models.at(-1)?.completeThrough).toEqual(new Date(THROUGH.getTime() + 11 * DAY_MS))
  })
})
