import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findCells, learnCells } from './cells.ts'
import { createChance } from './chance.ts'
import { chooseOffer } from './offer-choice.ts'
import { qiniCoefficient } from './qini.ts'
import { inspectColumn, type Table } from './table.ts'
import { fitUplift, predictReward, predictUplift } from './uplift.ts'

const tableOf = (columns: Record<string, readonly string[]>): Table => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns: Object.entries(columns).map(([name, texts]) => inspectColumn(name, texts)),
})

/** A discount wins those who left for the price (+0.3), and hardly others (+0.02); an upgrade all alike (+0.1). */
function draw(rows: number, seed = 1) {
  const chance = createChance(seed)
  const drawn = Array.from({ length: rows }, () => {
    const reason = chance.uniform() < 0.4 ? 'price' : 'service'
    const arm = ['none', 'discount', 'upgrade'][chance.below(3)] ?? 'none'
    const added = arm === 'upgrade' ? 0.1 : arm === 'discount' ? (reason === 'price' ? 0.3 : 0.02) : 0
    const base = reason === 'service' ? 0.3 : 0.1
    return { reason, age: String(20 + chance.below(60)), arm, reward: chance.uniform() < base + added ? 1 : 0 }
  })
  return {
    table: tableOf({ age: drawn.map(({ age }) => age), reason: drawn.map(({ reason }) => reason) }),
    arm: drawn.map(({ arm }) => arm),
    reward: drawn.map(({ reward }) => reward),
  }
}

const ASKED = tableOf({ age: ['30', '30', '30'], reason: ['price', 'service', 'moved'] })

describe('cells', () => {
  it('part by the columns of fewest values, and by the median of many numbers last', () => {
    const { table } = draw(500)
    expect(learnCells(table)).toMatchObject([
      { name: 'reason', kind: 'values' },
      { name: 'age', kind: 'cut' },
    ])
    expect(learnCells(table, { maxCells: 2 })).toMatchObject([{ name: 'reason' }])
    expect(new Set(findCells(table, learnCells(table))).size).toBe(4)
  })

  it('are made of a column with more values than that, where it is the only one', () => {
    const table = tableOf({ reason: Array.from({ length: 120 }, (_, i) => `r${i % 12}`), same: Array(120).fill('x') })
    expect(learnCells(table)).toMatchObject([{ name: 'reason' }])
  })

  it('take what is missing or new as one of their own', () => {
    const axes = learnCells(draw(500).table)
    expect(findCells(tableOf({ other: ['1'] }), axes)).toEqual(['-1.-1'])
  })
})

describe('what an offer adds', () => {
  it('is found by cell, and the mean of its arm where the cell is new', () => {
    const model = fitUplift(draw(60_000), 'none', { maxCells: 2 })
    const [price, service, moved] = predictUplift(model, ASKED, 'discount')
    expect(price).toBeCloseTo(0.3, 1)
    expect(service).toBeCloseTo(0.02, 1)
    expect(moved).toBeCloseTo(0.4 * 0.3 + 0.6 * 0.02, 1)
    expect(predictReward(model, ASKED, 'discount')[1]).toBeCloseTo(0.32, 1)
    expect(predictReward(model, ASKED, 'none')[1]).toBeCloseTo(0.3, 1)
    expect([...predictUplift(model, ASKED, 'constructor')]).toEqual([0, 0, 0])
  })

  it('lies n/(n + k) of the way from the mean of the arm to that of the cell', () => {
    const small = draw(600)
    const [raw, half, mean] = [0, 200, 1e12].map((shrinkage) => {
      const model = fitUplift(small, 'none', { shrinkage, maxCells: 2 })
      return predictUplift(model, ASKED, 'discount')[0] ?? 0
    })
    const reasons = small.table.columns.find(({ name }) => name === 'reason')?.values ?? []
    const rows = small.arm.filter((arm, i) => arm !== 'upgrade' && reasons[i] === 'price').length
    expect(half).toBeCloseTo((mean ?? 0) + (rows / (rows + 200)) * ((raw ?? 0) - (mean ?? 0)), 9)
  })

  it('orders customers as their uplift does, better than by who buys', () => {
    const model = fitUplift(draw(20_000), 'none', { maxCells: 2 })
    const { table, arm, reward } = draw(20_000, 2)
    const rows = arm.flatMap((name, i) => (name === 'upgrade' ? [] : [i]))
    const at = (list: ArrayLike<number>) => rows.map((row) => list[row] ?? 0)
    const treated = rows.map((row) => Number(arm[row] === 'discount'))
    const qini = (scores: ArrayLike<number>) =>
      qiniCoefficient({ scores: at(scores), treated, outcome: at(reward) }) ?? Number.NaN
    expect(qini(predictUplift(model, table, 'discount'))).toBeGreaterThan(0.1)
    expect(qini(predictReward(model, table, 'none'))).toBeLessThan(0)
  })

  it('needs somebody without an offer', () => {
    expect(() => fitUplift(draw(50), 'nothing')).toThrow(RangeError)
  })

  it('is finite for whatever was tried', () => {
    const rows = fc.array(
      fc.tuple(
        fc.constantFrom('a', 'b', ''),
        fc.constantFrom('none', 'x', 'y'),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(rows, (drawn) => {
        const all = [...drawn, ['a', 'none', 0] as const]
        const experiment = {
          table: tableOf({ reason: all.map(([reason]) => reason) }),
          arm: all.map(([, arm]) => arm),
          reward: all.map(([, , reward]) => reward),
        }
        const model = fitUplift(experiment, 'none')
        for (const arm of ['none', 'x', 'y', 'z'])
          expect(predictReward(model, experiment.table, arm).every(Number.isFinite)).toBe(true)
        expect(chooseOffer(model, experiment.table, [{ code: 'x', cost: 1 }])).toHaveLength(all.length)
      }),
    )
  })
})

describe('the choice by learned uplift', () => {
  it('is the greatest net of cost, and no offer where none is worth its own', () => {
    const model = fitUplift(draw(60_000), 'none', { maxCells: 2 })
    const choose = (cost: number) => {
      const offers = ['discount', 'upgrade'].map((code) => ({ code, cost }))
      return chooseOffer(model, ASKED, offers).slice(0, 2)
    }
    expect(choose(0)).toEqual(['discount', 'upgrade'])
    expect(choose(0.2)).toEqual(['discount', 'none'])
    expect(choose(0.5)).toEqual(['none', 'none'])
  })
})

describe('the Qini coefficient', () => {
  it('is one for the best order, nought for no order, and less than nought for one upside down', () => {
    const chance = createChance(3)
    const treated = Array.from({ length: 4000 }, () => chance.below(2))
    const persuadable = treated.map(() => chance.below(2))
    const outcome = treated.map((one, i) => (one && persuadable[i] ? 1 : 0))
    const best = outcome.map((won, i) => won * (treated[i] ? 1 : -1))
    expect(qiniCoefficient({ scores: best, treated, outcome })).toBeCloseTo(1, 12)
    expect(qiniCoefficient({ scores: treated.map(() => 7), treated, outcome })).toBeCloseTo(0, 12)
    expect(qiniCoefficient({ scores: persuadable, treated, outcome })).toBeGreaterThan(0.3)
    expect(qiniCoefficient({ scores: persuadable.map((p) => -p), treated, outcome })).toBeLessThan(-0.3)
  })

  it('is that of a small case by hand', () => {
    // Curve of (rows, gain): (0,0) (1,1) (2,1) (3,1) (4,1); its line ends at 1, so (3.5 − 2)/(3.5 − 2).
    expect(qiniCoefficient({ scores: [4, 3, 2, 1], treated: [1, 0, 1, 0], outcome: [1, 0, 0, 0] })).toBeCloseTo(1, 12)
    // (0,0) (1,0) (2,0) (3,0) (4,1): area 0.5.
    expect(qiniCoefficient({ scores: [1, 2, 3, 4], treated: [1, 0, 1, 0], outcome: [1, 0, 0, 0] })).toBeCloseTo(-1, 12)
  })

  it('has no value where one arm is empty', () => {
    expect(qiniCoefficient({ scores: [1, 2], treated: [1, 1], outcome: [1, 0] })).toBeNull()
    expect(qiniCoefficient({ scores: [], treated: [], outcome: [] })).toBeNull()
  })
})
