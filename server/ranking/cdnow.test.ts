import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Buying, conditionalExpectedPurchases, probabilityActive, probabilityAlive } from './bg-nbd.ts'
import { countEqual, fitPurchases } from './bg-nbd-fit.ts'
import { conditionalMeanSpend, fitSpend } from './gamma-gamma.ts'

// Fader & Hardie (2001), Interfaces 31(3); the file stays outside the repository (shared/data/SOURCES.md).
const FILE = new URL('../../../shared/data/purchases/cdnow-sample.txt', import.meta.url)
const absent = !existsSync(FILE)
const why = absent ? ' (skipped: ../shared/data/purchases/cdnow-sample.txt is not on this machine)' : ''

const DAY_MS = 86_400_000
const CALIBRATION_END = Date.UTC(1997, 8, 30) / DAY_MS

interface Customer extends Buying {
  spend: number
  later: number
}

function readCustomers(): Customer[] {
  const days = new Map<string, Map<number, number>>()
  for (const line of readFileSync(FILE, 'utf8').split('\n')) {
    const [, id, date = '', , amount] = line.trim().split(/\s+/)
    if (!id) continue
    const day = Date.UTC(+date.slice(0, 4), +date.slice(4, 6) - 1, +date.slice(6, 8)) / DAY_MS
    const own = days.get(id) ?? new Map<number, number>()
    days.set(id, own.set(day, (own.get(day) ?? 0) + Number(amount)))
  }
  return [...days.values()].map((own) => {
    const sorted = [...own].sort(([left], [right]) => left - right)
    const [first = 0] = sorted[0] ?? []
    const repeats = sorted.slice(1).filter(([day]) => day <= CALIBRATION_END)
    const last = repeats.at(-1)?.[0] ?? first
    const spend = repeats.reduce((sum, [, amount]) => sum + amount, 0) / Math.max(1, repeats.length)
    const later = sorted.filter(([day]) => day > CALIBRATION_END).length
    return { x: repeats.length, tx: (last - first) / 7, T: (CALIBRATION_END - first) / 7, spend, later }
  })
}

function areaUnderCurve(scored: { score: number; positive: boolean }[]): number {
  let pairs = 0
  let wins = 0
  const positives = scored.filter((row) => row.positive)
  const negatives = scored.filter((row) => !row.positive)
  for (const p of positives) {
    for (const n of negatives) {
      pairs += 1
      wins += p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0
    }
  }
  return wins / pairs
}

describe.skipIf(absent)(`CDNOW sample${why}`, () => {
  const customers = absent ? [] : readCustomers()
  const fit = fitPurchases(countEqual(customers))

  it('reproduces the published BG/NBD parameters and log-likelihood', () => {
    expect(customers).toHaveLength(2357)
    if (fit.model.kind !== 'bgnbd') throw new Error('expected leaving to matter')
    for (const [found, published] of [
      [fit.model.r, 0.2426],
      [fit.model.alpha, 4.4137],
      [fit.model.a, 0.793],
      [fit.model.b, 2.4262],
    ] as const) {
      expect(Math.abs(found / published - 1)).toBeLessThan(0.005)
    }
    expect(fit.logLikelihood).toBeGreaterThan(-9582.439)
    expect(fit.logLikelihood).toBeLessThan(-9582.419)
  })

  it('reproduces the published Gamma-Gamma parameters and log-likelihood', () => {
    const buyers = customers.filter(({ x, spend }) => x > 0 && spend > 0)
    const { model, logLikelihood } = fitSpend(buyers.map(({ x, spend }) => ({ n: x, mean: spend })))
    expect(Math.abs(model.p / 6.2496 - 1)).toBeLessThan(0.005)
    expect(Math.abs(model.q / 3.7442 - 1)).toBeLessThan(0.005)
    expect(Math.abs(model.gamma / 15.4435 - 1)).toBeLessThan(0.005)
    expect(Math.abs(logLikelihood + 4055.9177)).toBeLessThan(0.01)
    expect((model.p * model.gamma) / (model.q - 1)).toBeCloseTo(35.17, 1)
  })

  it('gives the published mean spend of the first ten customers', () => {
    const printed = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    for (const [i, { x, spend }] of customers.slice(0, 10).entries()) {
      const mean = conditionalMeanSpend({ p: 6.25, q: 3.74, gamma: 15.44 }, x, spend)
      expect(Math.abs(mean - (printed[i] ?? 0))).toBeLessThan(0.1)
    }
  })

  it('expects about as many later purchases as the paper does', () => {
    const sum = customers.reduce((all, customer) => all + conditionalExpectedPurchases(fit.model, customer, 39), 0)
    expect(Math.abs(sum / 1653.4 - 1)).toBeLessThan(0.005)
  })

  it('orders the silent by who comes back, which P(alive) does not', () => {
    const silent = customers.filter(({ T, tx }) => T - tx >= 13)
    const area = (score: (customer: Customer) => number) =>
      areaUnderCurve(silent.map((customer) => ({ score: score(customer), positive: customer.later > 0 })))
    const active = area((customer) => probabilityActive(fit.model, customer, 39))
    const alive = area((customer) => probabilityAlive(fit.model, customer))
    expect(active).toBeGreaterThan(0.6)
    expect(alive).toBeLessThan(0.5)
  })
})
