import { describe, expect, it } from 'vitest'
import { binTable, learnBins } from './bins.ts'
import { inspectColumn, sliceRows, type Table, takeRows } from './table.ts'

const tableOf = (columns: Record<string, string[]>): Table => ({
  rows: Object.values(columns)[0]?.length ?? 0,
  columns: Object.entries(columns).map(([name, texts]) => inspectColumn(name, texts)),
})

describe('a column', () => {
  it('is numeric where all that is given are numbers', () => {
    expect(inspectColumn('a', ['1', '', '-2.5e1', 'NA'])).toMatchObject({
      kind: 'numeric',
      values: Float64Array.of(1, Number.NaN, -25, Number.NaN),
    })
  })

  it.each([[['1', 'two', '']], [['', 'NA']], [['0x10']], [['Infinity']], [['1 2']]])(
    'is of categories else: %j',
    (texts) => {
      expect(inspectColumn('a', texts).kind).toBe('category')
    },
  )

  it('keeps its rows together when some are taken', () => {
    const table = tableOf({ n: ['1', '2', '3'], w: ['a', '', 'c'] })
    const taken = takeRows(table, [2, 0])
    expect(taken.columns.map(({ values }) => [...values])).toEqual([
      [3, 1],
      ['c', 'a'],
    ])
    expect(sliceRows(table, 1, 3).columns[1]?.values).toEqual([null, 'c'])
    expect(() => takeRows(table, [3])).toThrow(RangeError)
  })
})

describe('bins', () => {
  it('lie between neighbours, with what is missing apart', () => {
    const table = tableOf({ n: ['1', '3', '', '2', '3'] })
    const features = learnBins(table, [0, 0, 0, 0, 0])
    expect(features).toEqual([{ name: 'n', kind: 'numeric', edges: [1.5, 2.5] }])
    expect([...(binTable(table, features)[0] ?? [])]).toEqual([1, 3, 0, 2, 3])
  })

  it('hold about as many rows each where the values are many', () => {
    const table = tableOf({ n: Array.from({ length: 1000 }, (_, i) => String(i * i)) })
    const [bins] = binTable(table, learnBins(table, [], { maxBins: 10 }))
    const counts = Array.from({ length: 11 }, (_, bin) => bins?.filter((b) => b === bin).length)
    expect(counts).toEqual([0, ...Array.from({ length: 10 }, () => 100)])
  })

  it('take a category that is new, or rare, as missing', () => {
    const texts = ['a', 'a', 'b', 'b', 'c']
    const features = learnBins(tableOf({ w: texts }), [1, 1, 0, 0, 1], { minCategoryRows: 2 })
    expect(features).toMatchObject([{ kind: 'category', order: ['b', 'a'] }])
    expect([...(binTable(tableOf({ w: ['a', 'z', 'c', ''] }), features)[0] ?? [])]).toEqual([2, 0, 0, 0])
    expect([...(binTable(tableOf({ other: ['1', '2'] }), features)[0] ?? [])]).toEqual([0, 0])
  })

  it('are found for numbers in a column learned as words', () => {
    const features = learnBins(tableOf({ w: ['1', '2', 'x', '2'] }), [0, 1, 0, 1], { minCategoryRows: 1 })
    const [bins] = binTable(tableOf({ w: ['2', '1', '7'] }), features)
    expect([...(bins ?? [])]).toEqual([3, 1, 0])
  })
})
