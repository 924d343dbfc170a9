import { describe, expect, it } from 'vitest'
import { type CountedBuying, countEqual, type ObservedBuying } from './buying.ts'
import { choosePurchases } from './choose-purchases.ts'
import { fitPurchases, PURCHASE_KINDS } from './fit-purchases.ts'
import { expectedLater, probabilityActive } from './purchase-model.ts'

/** Every so many weeks until they leave, seen for 52 weeks; nothing is drawn by chance. */
const regular = (count: number, gap: (i: number) => number, life: (i: number) => number): ObservedBuying[] =>
  Array.from({ length: count }, (_, i) => {
    const x = Math.floor(Math.min(52, life(i)) / gap(i))
    return { x, tx: x * gap(i), T: 52, logGaps: x * Math.log(gap(i)) }
  })
/** A Poisson buyer's times from a sequence that is even enough to do without chance. */
const BASE = Array.from({ length: 300 }, (_, i) => {
  const rate = -Math.log(1 - ((i * 7919) % 300) / 300) / 12
  const life = -Math.log(1 - ((i * 104_729) % 300) / 300) * 60
  const T = 52 - (i % 7) / 7
  const times: number[] = []
  for (let at = 0, k = 0; ; k++) {
    at += -Math.log(1 - ((i * 31 + k * 557 + 1) % 991) / 991) / Math.max(rate, 1e-9)
    if (at > Math.min(life, T)) break
    times.push(at)
  }
  return { times, T }
})
const known = ({ times }: { times: readonly number[] }, T: number): ObservedBuying => {
  const seen = times.filter((at) => at <= T)
  const logGaps = seen.reduce((sum, at, i) => sum + Math.log(at - (seen[i - 1] ?? 0)), 0)
  return { x: seen.length, tx: seen.at(-1) ?? 0, T, logGaps }
}
const SYNTHETIC = BASE.map((one) => known(one, one.T))

describe('fitting purchase models', () => {
  it.each(PURCHASE_KINDS)('%s does not depend on the order of the customers', (kind) => {
    const part = SYNTHETIC.slice(0, 200)
    expect(fitPurchases(countEqual([...part].reverse()), kind)).toEqual(fitPurchases(countEqual(part), kind))
  })

  it('finds a model with more freedom at least as likely', () => {
    const rows = countEqual(SYNTHETIC)
    const likelihood = (kind: (typeof PURCHASE_KINDS)[number]) => fitPurchases(rows, kind).logLikelihood
    const [nbd, bgnbd, mbgnbd, pareto] = (['nbd', 'bgnbd', 'mbgnbd', 'paretonbd'] as const).map(likelihood)
    expect(bgnbd).toBeGreaterThan((nbd ?? 0) - 0.01)
    expect(pareto).toBeGreaterThan((nbd ?? 0) - 0.01)
    expect(likelihood('bgcnbdk')).toBeGreaterThanOrEqual(bgnbd ?? 0)
    expect(likelihood('mbgcnbdk')).toBeGreaterThanOrEqual(mbgnbd ?? 0)
  })

  it('sees that gaps are regular, where they are known', () => {
    const people = regular(
      300,
      (i) => 3 + (i % 5),
      (i) => (i % 3 === 0 ? 15 : 60),
    )
    const { model } = fitPurchases(countEqual(people), 'mbgcnbdk')
    expect(model).toMatchObject({ kind: 'mbgcnbdk', k: 8 })
    const unknown = people.map(({ x, tx, T }) => ({ x, tx, T }))
    expect(fitPurchases(countEqual(unknown), 'mbgcnbdk').model).toMatchObject({ k: 1 })
  })

  const ODD: [string, ObservedBuying[]][] = [
    ['no customer', []],
    ['one customer', [{ x: 3, tx: 20, T: 30, logGaps: 3 }]],
    ['nobody came back', Array.from({ length: 500 }, (_, i) => ({ x: 0, tx: 0, T: 1 + (i % 50) }))],
    [
      'everybody bought 2,000 times',
      Array.from({ length: 50 }, (_, i) => ({ x: 2000, tx: 300, T: 301 + i, logGaps: -3900 })),
    ],
    ['one bought 2,000 times', [...SYNTHETIC.slice(0, 100), { x: 2000, tx: 51, T: 52, logGaps: -7400 }]],
    [
      'nobody ever leaves',
      regular(
        300,
        (i) => 1.7 + (i % 30),
        () => 99,
      ),
    ],
    ['everybody was first seen today', Array.from({ length: 40 }, () => ({ x: 0, tx: 0, T: 0 }))],
    ['everybody left at once', Array.from({ length: 300 }, (_, i) => ({ x: 1 + (i % 2), tx: 1, T: 500, logGaps: 0 }))],
  ]
  it.each(ODD)('always ends with finite parameters and probabilities: %s', (_, customers) => {
    const rows: CountedBuying[] = countEqual(customers)
    for (const kind of PURCHASE_KINDS) {
      const { model, logLikelihood } = fitPurchases(rows, kind)
      expect(Number.isFinite(logLikelihood)).toBe(true)
      for (const buying of [...customers.slice(0, 5), { x: 0, tx: 0, T: 40 }, { x: 2000, tx: 100, T: 400 }]) {
        const active = probabilityActive(model, buying, 26)
        expect(active).toBeGreaterThanOrEqual(0)
        expect(active).toBeLessThanOrEqual(1)
        const outlook = [1, 2, 4, 13, 26, 52, 104].map((weeks) => expectedLater(model, buying, weeks))
        expect(outlook.every((value) => Number.isFinite(value) && value >= 0)).toBe(true)
        for (const [i, value] of outlook.entries())
          expect(value).toBeGreaterThanOrEqual((outlook[i - 1] ?? 0) * (1 - 1e-6))
      }
    }
  })
})

describe('the choice among purchase models', () => {
  const watch = (start: number) => BASE.map((one) => ({ now: known(one, one.T), earlier: known(one, start) }))

  it('is made by a later window where there is one, and says what was believed before it', () => {
    const choice = choosePurchases(watch(35))
    expect(choice.by).toBe('holdout')
    expect(choice.earlier?.kind).toBe(choice.model.kind)
    expect(choice.model.kind).not.toBe('nbd')
    expect(choice.logLikelihood).toBe(fitPurchases(countEqual(SYNTHETIC), choice.model.kind).logLikelihood)
  })

  it('is made by the likelihood where there is none', () => {
    expect(choosePurchases(SYNTHETIC.map((now) => ({ now, earlier: null })))).toMatchObject({
      by: 'likelihood',
      earlier: null,
    })
  })

  it('takes regular gaps for what they are', () => {
    const people = regular(
      400,
      (i) => 2 + (i % 5),
      (i) => 15 + ((i * 7) % 80),
    )
    const choice = choosePurchases(people.map((now) => ({ now, earlier: null })))
    expect(choice.model.kind).toMatch(/cnbdk$/)
  })

  it('lets nobody leave where leaving explains nothing', () => {
    const steady = SYNTHETIC.map((_, i) => ({ x: 5 + (i % 10), tx: 51.5, T: 52 }))
    expect(choosePurchases(steady.map((now) => ({ now, earlier: null }))).model.kind).toBe('nbd')
  })

  it('does not depend on the order of the customers', () => {
    const watched = watch(35).slice(0, 300)
    expect(choosePurchases([...watched].reverse())).toEqual(choosePurchases(watched))
  })
})
