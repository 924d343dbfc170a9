import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { conditionalMeanSpend, fitSpend } from './gamma-gamma.ts'
import { compareCounts } from './learning/compare-counts.ts'
import { areaUnderCurve } from './learning/measures.ts'
import { type Buying, countEqual } from './purchase/buying.ts'
import { fitPurchases, PURCHASE_KINDS } from './purchase/fit-purchases.ts'
import { expectedLater, type PurchaseKind, probabilityActive, probabilityAlive } from './purchase/purchase-model.ts'

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

describe.skipIf(absent)(`CDNOW sample${why}`, () => {
  const customers = absent ? [] : readCustomers()
  const rows = countEqual(customers)
  const fits = new Map(PURCHASE_KINDS.slice(0, 4).map((kind) => [kind, fitPurchases(rows, kind)]))
  const fitted = (kind: PurchaseKind) => {
    const fit = fits.get(kind)
    if (!fit) throw new Error(`no ${kind}`)
    return fit
  }

  it.each([
    ['bgnbd', { r: 0.2426, alpha: 4.4137, a: 0.793, b: 2.4262 }, -9582.429, 0.005],
    ['mbgnbd', { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, -9582.1357, 0.005],
    ['paretonbd', { r: 0.5534, alpha: 10.5802, s: 0.6061, beta: 11.6562 }, -9594.976, 0.01],
  ] as const)('reproduces the published parameters and log-likelihood of %s', (kind, published, log, within) => {
    expect(customers).toHaveLength(2357)
    const { model, logLikelihood } = fitted(kind)
    const found = Object.entries(model).filter(([name]) => name !== 'kind')
    expect(found.map(([name]) => name)).toEqual(Object.keys(published))
    for (const [name, value] of found)
      expect(Math.abs(Number(value) / Number(Reflect.get(published, name)) - 1)).toBeLessThan(within)
    expect(logLikelihood).toBeGreaterThan(log - 0.01)
    expect(logLikelihood).toBeLessThan(log + 0.01)
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

  it.each([
    ['bgnbd', 1653.4, [0.7855, 1.608, 0.6256]],
    ['mbgnbd', 1576.7, [0.7648, 1.6072, 0.6273]],
    ['paretonbd', 1665.4, [0.7545, 1.6028, 0.6302]],
  ] as const)('foresees the 39 weeks after as the published %s does', (kind, sum, [mae, rmse, correlation]) => {
    const { model } = fitted(kind)
    const expected = customers.map((customer) => expectedLater(model, customer, 39))
    const found = compareCounts(
      expected,
      customers.map(({ later }) => later),
    )
    expect(Math.abs(found.sum / sum - 1)).toBeLessThan(0.001)
    expect(found.mae).toBeCloseTo(mae, 3)
    expect(found.rmse).toBeCloseTo(rmse, 3)
    expect(found.correlation).toBeCloseTo(correlation, 3)
  })

  it.each([
    ['bgnbd', [0.225, 0.523, 1.044, 1.52, 2.164, 2.654, 3.504, 6.157]],
    ['paretonbd', [0.138, 0.6, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403]],
  ] as const)('foresees it by frequency as the published %s does', (kind, printed) => {
    const { model } = fitted(kind)
    for (const [x, value] of printed.entries()) {
      const group = customers.filter((customer) => Math.min(7, customer.x) === x)
      const mean = group.reduce((sum, customer) => sum + expectedLater(model, customer, 39), 0) / group.length
      expect(Math.abs(mean - value)).toBeLessThan(0.005)
    }
  })

  it('orders the silent by who comes back, which P(alive) does not', () => {
    const silent = customers.filter(({ T, tx }) => T - tx >= 13)
    const area = (score: (customer: Customer) => number) =>
      areaUnderCurve(
        silent.map(score),
        silent.map(({ later }) => Number(later > 0)),
      )
    const active = area((customer) => probabilityActive(fitted('bgnbd').model, customer, 39))
    const alive = area((customer) => probabilityAlive(fitted('bgnbd').model, customer))
    expect(active).toBeGreaterThan(0.6)
    expect(alive).toBeLessThan(0.5)
  })
})
