import { describe, expect, it } from 'vitest'
import { listPastWindows, type PastWindow, type PurchaseDay } from './purchase/purchase-days.ts'
import { probabilityActive } from './purchase/purchase-model.ts'
import { toBuying } from './to-buying.ts'
import { expectedSpendUnaided, fitUnaided, probabilityUnaided } from './unaided.ts'

const PURCHASES = { kind: 'bgnbd', r: 0.24, alpha: 4.4, a: 0.8, b: 2.4 } as const
const HORIZON = 90

/** 1,200 silent customers of whom those who have spent more return more often; nothing is drawn by chance. */
const CASES: PastWindow[] = Array.from({ length: 1200 }, (_, i) => {
  const purchaseDays = 1 + (i % 3)
  const spends = Math.floor(i / 3) % 4
  const hiatusDays = 40 + ((i * 37) % 200)
  const lastDays = purchaseDays === 1 ? 0 : 60
  const totalMinor = 1000 * 4 ** spends
  return {
    ...{ purchaseDays, lastDays, hiatusDays, ageDays: lastDays + hiatusDays, totalMinor },
    ...{ logGapDays: 0, meanMinor: totalMinor / purchaseDays, meanRepeatMinor: 0 },
    endedDaysAgo: 0,
    returned: (i * 7) % 20 < 1 + 3 * spends,
  }
})
const learn = (cases: readonly PastWindow[]) => fitUnaided(cases, PURCHASES, HORIZON)

describe('who comes back without a call', () => {
  const model = learn(CASES)
  const chance = (one: PastWindow) => probabilityUnaided(one, PURCHASES, model, HORIZON)

  it('is learned from those who were silent, beyond what the purchase model knows', () => {
    const [poor, rich] = [1000, 64_000].map((totalMinor) => chance({ ...(CASES[0] as PastWindow), totalMinor }))
    expect(rich).toBeGreaterThan(2 * (poor ?? 1))
    expect(model).toMatchObject({ horizonDays: HORIZON, n: 1200 })
    expect(JSON.parse(JSON.stringify(model))).toEqual(model)
  })

  it('is calibrated: as many come back as it says, in all and among the likeliest half', () => {
    const sorted = [...CASES].sort((left, right) => chance(right) - chance(left))
    for (const part of [sorted, sorted.slice(0, 600)]) {
      const said = part.reduce((sum, one) => sum + chance(one), 0)
      const came = part.filter(({ returned }) => returned).length
      expect(Math.abs(said / came - 1)).toBeLessThan(0.1)
    }
  })

  it('does not depend on the order of the customers', () => {
    expect(learn([...CASES].reverse())).toEqual(model)
  })

  it('is left to the purchase model where too few came back, and for another horizon', () => {
    const few = CASES.filter(({ returned }, i) => !returned || i < 120)
    expect(learn(few)).toBeNull()
    expect(learn([])).toBeNull()
    const one = CASES[5] as PastWindow
    const active = probabilityActive(PURCHASES, toBuying(one), 4)
    expect(probabilityUnaided(one, PURCHASES, model, 28)).toBe(active)
    expect(probabilityUnaided(one, PURCHASES, null, 28)).toBe(active)
  })

  it('takes earlier windows only where customers had been known for a horizon', () => {
    const earlier = CASES.map((one) => ({ ...one, endedDaysAgo: 28 }))
    expect(learn([...CASES, ...earlier])?.n).toBe(2400)
    const young = earlier.map((one) => ({ ...one, ageDays: one.lastDays + 20, hiatusDays: 20 }))
    expect(learn([...CASES, ...young])?.n).toBe(1200)
  })

  it('foresees money that grows with what a customer spends', () => {
    const spend = { p: 6, q: 4, gamma: 1500 }
    const value = (one: PastWindow) =>
      expectedSpendUnaided(one, { purchases: PURCHASES, unaided: model, spend }, HORIZON)
    const one = CASES[0] as PastWindow
    expect(value({ ...one, meanMinor: 9000 })).toBeGreaterThan(value({ ...one, meanMinor: 3000 }))
    for (const each of CASES.slice(0, 50)) expect(value(each)).toBeGreaterThan(0)
  })
})

describe('past windows of a customer', () => {
  const days: PurchaseDay[] = [
    [100, 5],
    [150, 7],
    [290, 9],
  ]

  it('know what was known, and tell whether a purchase followed in time', () => {
    const windows = listPastWindows(days, 300, { horizonDays: 90, silentDays: 30 })
    expect(windows.map(({ endedDaysAgo, hiatusDays, returned }) => [endedDaysAgo, hiatusDays, returned])).toEqual([
      [0, 60, true],
      [28, 32, false],
    ])
    expect(windows[0]).toMatchObject({ purchaseDays: 2, totalMinor: 12 })
  })

  it('are none before the first purchase', () => {
    expect(listPastWindows(days, 180, { horizonDays: 90, silentDays: 30 })).toEqual([])
  })
})
