import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logistic } from '../special.ts'
import {
  attributeBoostedTrees,
  type BoostedTrees,
  fitBoostedTrees,
  type Observations,
  predictBoostedTrees,
} from './boosted-trees.ts'
import { createChance } from './chance.ts'
import { areaUnderCurve } from './measures.ts'
import { inspectColumn, sliceRows, type Table } from './table.ts'

/** An outcome by an exclusive or of two numbers, a word, and what is missing; beside them noise. */
function draw(rows: number, seed: number): Observations & { outcome: number[]; known: number[] } {
  const chance = createChance(seed)
  const drawn = Array.from({ length: rows }, () => {
    const [x, y, noise] = [chance.uniform(), chance.uniform(), chance.normal()]
    const word = ['red', 'green', 'blue', 'grey'][chance.below(4)] ?? ''
    const gone = chance.uniform() < 0.2
    const apart = x > 0.5 !== y > 0.5 ? 1.5 : -1.5
    const rest = (word === 'red' || word === 'blue' ? 1 : -1) + (gone ? 1 : 0)
    const outcome = chance.uniform() < logistic(apart + rest) ? 1 : 0
    return { x, y: gone ? '' : y, noise, word, outcome, known: gone ? rest : apart + rest }
  })
  const column = (name: 'x' | 'y' | 'noise' | 'word') =>
    inspectColumn(
      name,
      drawn.map((row) => String(row[name])),
    )
  const columns = [column('x'), column('y'), column('noise'), column('word')]
  return {
    table: { rows, columns },
    outcome: drawn.map(({ outcome }) => outcome),
    known: drawn.map(({ known }) => known),
  }
}

const TRAIN = draw(4000, 1)
const LATER = draw(2000, 2)
const MODEL = fitBoostedTrees(TRAIN, { rounds: 250, columnShare: 1 })

describe('boosted trees', () => {
  it('learn an exclusive or, an order of words and what a missing value means', () => {
    const auc = areaUnderCurve(predictBoostedTrees(MODEL, LATER.table), LATER.outcome) ?? 0
    const best = areaUnderCurve(LATER.known, LATER.outcome) ?? 1
    expect(best).toBeGreaterThan(0.75)
    expect(auc).toBeGreaterThan(best - 0.025)
  })

  it('are the same for the same observations and seed, and others for another', () => {
    expect(fitBoostedTrees(TRAIN, { rounds: 5 })).toEqual(fitBoostedTrees(TRAIN, { rounds: 5 }))
    expect(fitBoostedTrees(TRAIN, { rounds: 5, seed: 2 }).trees).not.toEqual(
      fitBoostedTrees(TRAIN, { rounds: 5 }).trees,
    )
  })

  it('come back from JSON as they were', () => {
    const read = JSON.parse(JSON.stringify(MODEL)) as BoostedTrees
    expect(predictBoostedTrees(read, LATER.table)).toEqual(predictBoostedTrees(MODEL, LATER.table))
  })

  it('attribute to columns what sums to the logit', () => {
    const few = sliceRows(LATER.table, 0, 300)
    const logits = predictBoostedTrees(MODEL, few)
    for (const [row, { base, byFeature }] of attributeBoostedTrees(MODEL, few).entries()) {
      const sum = Object.values(byFeature).reduce((all, one) => all + one, base)
      expect(sum).toBeCloseTo(logits[row] ?? Number.NaN, 9)
    }
  })

  it('stop early where the later rows say so, and keep the best number of trees', () => {
    const noise = draw(800, 5)
    const outcome = Array.from({ length: 800 }, (_, i) => ((i * 7) % 3 === 0 ? 1 : 0))
    const later = { table: sliceRows(LATER.table, 0, 500), outcome: LATER.outcome.slice(0, 500) }
    const options = { rounds: 200, minRows: 5 }
    const stopped = fitBoostedTrees({ table: noise.table, outcome }, options, { later, patience: 10 })
    expect(stopped.trees.length).toBeLessThan(60)
    const learned = fitBoostedTrees(TRAIN, { rounds: 60 }, { later: LATER, patience: 10 })
    expect(learned.trees.length).toBeGreaterThan(30)
  })

  it('take a row of weight two for two rows', () => {
    // Equal save for the half success that the constant starts with.
    const all = { rounds: 20, rowShare: 1, columnShare: 1, minRows: 1, minCategoryRows: 1 }
    const half = { table: sliceRows(TRAIN.table, 0, 400), outcome: TRAIN.outcome.slice(0, 400) }
    const numeric = { ...half.table, columns: half.table.columns.filter(({ kind }) => kind === 'numeric') }
    const doubled: Table = {
      rows: 800,
      columns: numeric.columns.flatMap((column) =>
        column.kind === 'numeric'
          ? [{ ...column, values: Float64Array.from([...column.values, ...column.values]) }]
          : [],
      ),
    }
    // Few values, so that the edges are the middles of all neighbours for both.
    const coarse = (table: Table): Table => ({
      ...table,
      columns: table.columns.flatMap((column) =>
        column.kind === 'numeric' ? [{ ...column, values: column.values.map((v) => Math.round(v * 20)) }] : [],
      ),
    })
    const once = fitBoostedTrees(
      { table: coarse(numeric), outcome: half.outcome, weight: new Float64Array(400).fill(2) },
      { ...all, maxBins: 250 },
    )
    const twice = fitBoostedTrees(
      { table: coarse(doubled), outcome: [...half.outcome, ...half.outcome] },
      { ...all, maxBins: 250 },
    )
    const [left, right] = [once, twice].map((model) => predictBoostedTrees(model, coarse(numeric)))
    for (let i = 0; i < 400; i++) expect(left?.[i]).toBeCloseTo(right?.[i] ?? Number.NaN, 1)
  })

  it('start from log-odds that are known already, and learn what they leave', () => {
    const known = Float64Array.from(TRAIN.outcome, (_, i) => (i % 2 === 0 ? 2 : -2))
    const chance = createChance(9)
    const outcome = Array.from(known, (logit) => (chance.uniform() < logistic(logit) ? 1 : 0))
    const model = fitBoostedTrees({ table: TRAIN.table, outcome, offset: known }, { rounds: 30 })
    const left = predictBoostedTrees(model, TRAIN.table)
    expect(left.reduce((sum, v) => sum + Math.abs(v), 0) / left.length).toBeLessThan(0.2)
  })

  it('fit 20,000 rows of 20 columns with 200 trees in a few seconds', () => {
    const chance = createChance(3)
    const columns = Array.from({ length: 20 }, (_, f) => ({
      name: `x${f}`,
      kind: 'numeric' as const,
      values: Float64Array.from({ length: 20_000 }, () => chance.normal()),
    }))
    const outcome = Array.from(columns[0]?.values ?? [], (x) => (chance.uniform() < logistic(x - 2) ? 1 : 0))
    const from = performance.now()
    const model = fitBoostedTrees({ table: { rows: 20_000, columns }, outcome })
    expect(model.trees.length).toBe(200)
    // About 1.5 s alone on one core; room for a machine that does other things.
    expect(performance.now() - from).toBeLessThan(15_000)
  })
})

describe('whatever they are given', () => {
  const cells = fc.oneof(fc.double(), fc.constantFrom('', 'NA', 'a', 'b', 'c', '1e308', '-1e308'), fc.integer())
  const tables = fc.integer({ min: 0, max: 40 }).chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      texts: fc.array(fc.array(cells.map(String), { minLength: rows, maxLength: rows }), {
        minLength: 1,
        maxLength: 4,
      }),
      outcome: fc.oneof(
        fc.array(fc.constantFrom(0, 1), { minLength: rows, maxLength: rows }),
        fc.constant(Array.from({ length: rows }, () => 1)),
      ),
    }),
  )
  const makeTable = (texts: readonly string[][]): Table => ({
    rows: texts[0]?.length ?? 0,
    columns: texts.map((column, i) => inspectColumn(`c${i}`, column)),
  })

  it('the probabilities lie between nought and one, and attributions sum, for other columns and words too', () => {
    fc.assert(
      fc.property(tables, tables, ({ texts, outcome }, other) => {
        const options = { rounds: 8, minRows: 1, minCurvature: 0.01, minCategoryRows: 1 }
        const model = fitBoostedTrees({ table: makeTable(texts), outcome }, options)
        const table = makeTable(other.texts)
        const logits = predictBoostedTrees(model, table)
        const shares = attributeBoostedTrees(model, table)
        for (const [row, logit] of logits.entries()) {
          expect(logistic(logit)).toBeGreaterThan(0)
          expect(logistic(logit)).toBeLessThan(1)
          const { base = 0, byFeature = {} } = shares[row] ?? {}
          expect(Object.values(byFeature).reduce((sum, one) => sum + one, base)).toBeCloseTo(logit, 9)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('an outcome that never varies leaves no preference', () => {
    const logits = predictBoostedTrees(fitBoostedTrees({ ...TRAIN, outcome: TRAIN.outcome.map(() => 0) }), LATER.table)
    expect(Math.max(...logits) - Math.min(...logits)).toBeLessThan(0.5)
    expect(Math.max(...logits)).toBeLessThan(-5)
  })
})
