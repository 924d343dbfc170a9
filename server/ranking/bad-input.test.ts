import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestBase, crowd, DAY_MS, daysAgo, NOW, type TestBase, THROUGH } from './ranking.test-base.ts'

let base: TestBase
beforeAll(async () => {
  base = await createTestBase()
})
afterAll(() => base.drop())
beforeEach(() => base.renew())

const BUSY = crowd('busy', 60, 12, 90)

/** All that was scored is money and chances, whatever was bought. */
async function expectSensible(): Promise<void> {
  for (const { score, episode } of await base.seen()) {
    if (!score) continue
    const why = await base.start().why(base.db, episode.id)
    if (!why) throw new Error('no reasons')
    for (const p of [why.pContact, why.pWin, why.pUnaided]) {
      expect(p).toBeGreaterThanOrEqual(0)
      expect(p).toBeLessThanOrEqual(1)
    }
    expect(Number.isFinite(score.perMinuteMinor)).toBe(true)
    expect(score.expectedMinor).toBeGreaterThan(0n)
    expect(BigInt(why.secondLifeMinor)).toBeGreaterThanOrEqual(0n)
    expect(BigInt(why.secondLifeMinor)).toBeLessThan(10n ** 12n)
  }
}
const give = (customerId: string | undefined, rows: { at: Date; amountMinor: bigint }[]) =>
  base.db.purchase.createMany({
    data: rows.map((row, i) => ({ ...row, customerId: customerId ?? '', key: `own ${i}` })),
  })

describe('a run of', () => {
  it('nobody says so', async () => {
    expect(await base.start().rescoreAll(NOW)).toMatchObject({ customers: 0, scored: 0, skipped: 'no-purchases' })
  })

  it('one customer goes by priors, and says so', async () => {
    await base.addPeople([{ name: 'one', bought: [200, 260, 300], amountMinor: 90_000n }])
    const done = await base.start().rescoreAll(NOW)
    expect(done).toMatchObject({ customers: 1, skipped: null })
    expect(done.notes).toEqual(['purchases.prior', 'spend.prior', 'unaided.model'])
    await expectSensible()
  })

  it('one-time buyers alone finds them worth a call or not, and never a number that is none', async () => {
    const people = Array.from({ length: 300 }, (_, i) => ({ name: `once${i}`, bought: [40 + 3 * i] }))
    await base.addPeople(people.map((one, i) => ({ ...one, amountMinor: BigInt(1_000 + 500 * i) })))
    const done = await base.start().rescoreAll(NOW)
    expect(done.notes).toContain('purchases.prior')
    expect(done.opened).toBeGreaterThan(0)
    await expectSensible()
  })

  it('somebody with 2,000 purchases among others takes her like anybody', async () => {
    const ids = await base.addPeople([...BUSY, { name: 'shop', bought: [] }])
    await give(
      ids.get('shop'),
      Array.from({ length: 2_000 }, (_, i) => ({ at: daysAgo(90 + i), amountMinor: 5_000n + BigInt(i) })),
    )
    await base.start().rescoreAll(NOW)
    expect((await base.scoresOf(ids.get('shop'))).length).toBe(1)
    await expectSensible()
  })

  it('purchases in the future knows that she is back, learns nothing from them, and says that there were some', async () => {
    const ids = await base.addPeople([...BUSY, { name: 'ahead', bought: [200, 230, 260] }])
    await base.start().rescoreAll(NOW)
    const model = (await base.db.rankingModel.findFirstOrThrow()).params
    await give(ids.get('ahead'), [{ at: new Date(THROUGH.getTime() + 400 * DAY_MS), amountMinor: 1_000n }])
    const done = await base.start().rescoreAll(NOW)
    expect(done.notes).toContain('purchases.later')
    expect((await base.db.rankingModel.findFirstOrThrow()).params).toEqual(model)
    expect((await base.episodesOf(ids.get('ahead')))[0]).toMatchObject({ closedAs: 'returned_unaided' })
    expect(await base.scoresOf(ids.get('ahead'))).toEqual([])
    await expectSensible()
  })

  it('nothing but gifts goes by a prior of spend', async () => {
    await base.addPeople(BUSY.map((one) => ({ ...one, amountMinor: 0n })))
    const done = await base.start().rescoreAll(NOW)
    expect(done.notes).toContain('spend.prior')
    await expectSensible()
  })

  it('refunds takes a day that was paid back for no purchase, and a base that paid all back for none', async () => {
    const ids = await base.addPeople([
      ...BUSY,
      { name: 'back', bought: [200, 230, 260] },
      { name: 'kept', bought: [230, 260] },
    ])
    await give(ids.get('back'), [{ at: daysAgo(200), amountMinor: -6_000n }])
    await give(ids.get('busy3'), [{ at: daysAgo(120), amountMinor: -900_000n }])
    await base.start().rescoreAll(NOW)
    const [[back], [kept]] = [await base.episodesOf(ids.get('back')), await base.episodesOf(ids.get('kept'))]
    expect(kept?.lapsedAt).toBeInstanceOf(Date)
    expect(back?.lapsedAt).toEqual(kept?.lapsedAt)
    await expectSensible()

    await base.renew()
    const all = await base.addPeople(BUSY)
    await base.db.purchase.updateMany({ where: { customerId: { in: [...all.values()] } }, data: { amountMinor: -1n } })
    expect(await base.start().rescoreAll(NOW)).toMatchObject({ scored: 0, skipped: 'no-purchases' })
  })

  it('amounts from a cent to billions stays finite', async () => {
    const sizes = [1n, 100n, 10_000n, 10n ** 9n, 10n ** 12n]
    await base.addPeople(BUSY.map((one, i) => ({ ...one, amountMinor: sizes[i % sizes.length] ?? 1n })))
    await base.start().rescoreAll(NOW)
    for (const { score } of await base.seen()) if (score) expect(Number.isFinite(score.perMinuteMinor)).toBe(true)
  })
})
