import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logistic } from '../special.ts'
import { createChance } from './chance.ts'
import { areaUnderCurve, brierScore } from './measures.ts'
import { inspectColumn, sliceRows, type Table } from './table.ts'
import { attributeWin } from './win-attribution.ts'
import { type CallLog, fitWinModel, predictWin, type WinModel } from './win-model.ts'

/** Calls whose wins go by `effect` of two numbers, at a level that rises with time. */
function draw(rows: number, effect: (x: number, y: number) => number, seed = 1): CallLog {
  const chance = createChance(seed)
  const drawn = Array.from({ length: rows }, (_, i) => {
    const [x, y] = [chance.normal(), chance.normal()]
    const won = chance.uniform() < logistic(-2 + (i / rows) * 1.5 + effect(x, y)) ? 1 : 0
    return { x, y, month: `m${Math.floor((12 * i) / rows)}`, won }
  })
  const column = (name: 'x' | 'y' | 'month') =>
    inspectColumn(
      name,
      drawn.map((row) => String(row[name])),
    )
  return {
    table: { rows, columns: [column('x'), column('y'), column('month')] },
    outcome: Float64Array.from(drawn, ({ won }) => won),
  }
}

const LINEAR = draw(4000, (x, y) => 0.5 * x - 0.3 * y)
const BENT = draw(4000, (x, y) => (Math.abs(x) > 1 ? 1 : -0.5) + (y > 1 ? 1 : 0))
const OPTIONS = { block: 400, rounds: 60 }

describe('the learned chance of a win', () => {
  it('lets trees join only where they win within the latest blocks', () => {
    const bent = fitWinModel(BENT, OPTIONS)
    expect(bent.mix.ridge).toBeLessThan(1)
    const linear = fitWinModel(LINEAR, OPTIONS)
    expect(linear.mix.ridge).toBeGreaterThan(0)
    for (const { mix, backtest } of [bent, linear]) {
      const chosen = backtest.find((one) => JSON.stringify(one.mix) === JSON.stringify(mix))
      expect(chosen?.withinBlockAuc).toBe(Math.max(...backtest.map(({ withinBlockAuc }) => withinBlockAuc)))
      const ridge = backtest.find((one) => one.mix.ridge === 1)
      if (mix.ridge < 1) expect(chosen?.withinBlockAuc).toBeGreaterThan(ridge?.withinBlockAuc ?? 1)
      expect(mix.ridge + mix.plain + mix.levelled).toBeCloseTo(1, 12)
    }
  })

  it('knows whom to call next, at a level that has moved', () => {
    const past = { table: sliceRows(BENT.table, 0, 3600), outcome: BENT.outcome.slice(0, 3600) }
    const next = sliceRows(BENT.table, 3600, 4000)
    const outcome = BENT.outcome.slice(3600)
    const probabilities = predictWin(fitWinModel(past, OPTIONS), next).map(logistic)
    expect(areaUnderCurve(probabilities, outcome)).toBeGreaterThan(0.62)
    const level = past.outcome.reduce((sum, one) => sum + one, 0) / 3600
    const flat =
      brierScore(
        probabilities.map(() => level),
        outcome,
      ) ?? 0
    expect(brierScore(probabilities, outcome)).toBeLessThan(flat)
  })

  it('is the same for the same log and seed, and comes back from JSON', () => {
    const model = fitWinModel(BENT, OPTIONS)
    expect(fitWinModel(BENT, OPTIONS)).toEqual(model)
    const read = JSON.parse(JSON.stringify(model)) as WinModel
    expect(predictWin(read, LINEAR.table)).toEqual(predictWin(model, LINEAR.table))
  })

  it.each([
    ['both', BENT],
    ['the ridge alone', { table: sliceRows(BENT.table, 0, 60), outcome: BENT.outcome.slice(0, 60) }],
  ])('attributes to columns what sums to the logit: %s', (_, log) => {
    const model = fitWinModel(log, OPTIONS)
    const few = sliceRows(LINEAR.table, 0, 100)
    const logits = predictWin(model, few)
    for (const [row, { base, byFeature }] of attributeWin(model, few).entries()) {
      const sum = Object.values(byFeature).reduce((all, one) => all + one, base)
      expect(sum).toBeCloseTo(logits[row] ?? Number.NaN, 9)
      expect(Object.keys(byFeature)).toEqual(['x', 'y', 'month'])
    }
  })

  it('is finite and sums for whatever was logged: one row, one outcome, columns gone, words that are new', () => {
    const cell = fc.oneof(fc.integer(), fc.constantFrom('', 'NA', 'a', 'b', '-1e308', '1e308')).map(String)
    const logs = fc.integer({ min: 0, max: 30 }).chain((rows) =>
      fc.record({
        texts: fc.array(fc.array(cell, { minLength: rows, maxLength: rows }), { minLength: 1, maxLength: 3 }),
        outcome: fc.oneof(
          fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows }),
          fc.constant(Array.from({ length: rows }, () => 1)),
        ),
      }),
    )
    const toTable = (texts: readonly string[][]): Table => ({
      rows: texts[0]?.length ?? 0,
      columns: texts.map((column, i) => inspectColumn(`c${i}`, column)),
    })
    fc.assert(
      fc.property(logs, logs, (past, next) => {
        const model = fitWinModel({ table: toTable(past.texts), outcome: Float64Array.from(past.outcome) })
        const table = toTable(next.texts)
        const logits = predictWin(model, table)
        const shares = attributeWin(model, table)
        for (const [row, logit] of logits.entries()) {
          expect(logistic(logit)).toBeGreaterThan(0)
          expect(logistic(logit)).toBeLessThan(1)
          const { base = 0, byFeature = {} } = shares[row] ?? {}
          const sum = Object.values(byFeature).reduce((all, one) => all + one, base)
          expect(Math.abs(sum - logit)).toBeLessThan(1e-9 * (1 + Math.abs(logit)))
        }
      }),
      { numRuns: 100 },
    )
  })
})
