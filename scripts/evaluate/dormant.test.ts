import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { PURCHASE_KINDS } from '../../server/ranking/purchase/fit-purchases.ts'
import { BadInput } from './bad-input.ts'
import { evaluateDormant } from './dormant.ts'
import { evaluateFit } from './fit.ts'

const folder = mkdtempSync(join(tmpdir(), 'evaluate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (text: string) => {
  const path = join(folder, 'purchases.csv')
  writeFileSync(path, text)
  return path
}
const base = ['--customer', 'id', '--date', 'at', '--amount', 'paid']
const period = ['--history-to', '2020-12-31', '--outcome-to', '2021-03-31', '--silent-weeks', '13']
const numbersOf = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : value && typeof value === 'object'
      ? Object.values(value).flatMap(numbersOf)
      : []

describe('evaluating who comes back', () => {
  it('counts whom it judges, and gives numbers for the smallest base', () => {
    const rows = [
      'id,at,paid',
      'a,2020-01-05,10',
      'a,2021-01-05,30',
      'b,2020-02-01,5',
      'b,2020-12-30,5',
      'c,2020-03-01,0',
    ]
    const found = evaluateDormant(['--data', write(`${rows.join('\n')}\nd,2021-01-01,9\n`), ...base, ...period])
    expect(found).toMatchObject({ n: 2, returners: 1, spend: 30 })
    expect(numbersOf(found).every(Number.isFinite)).toBe(true)
    expect(found.bgnbdAlive.brier).toBeLessThanOrEqual(1)
  })

  it.each([
    ['nobody had been silent', ['--silent-weeks', '500']],
    ['--outcome-to: not after', ['--outcome-to', '2020-12-01']],
    ['--silent-weeks: a whole number', ['--silent-weeks', 'x']],
    ['a date as yyyy-MM-dd', ['--history-to', '31.12.2020']],
    ['no column nobody', ['--customer', 'nobody']],
    ["Unknown option '--why'", ['--why']],
  ])('says what is wrong: %s', (said, args) => {
    const data = ['--data', write('id,at,paid\na,2020-01-05,10\n')]
    const evaluate = () => evaluateDormant([...data, ...base, ...period, ...args])
    expect(evaluate).toThrow(BadInput)
    expect(evaluate).toThrow(said)
  })
})

describe('evaluating a fit', () => {
  it.each([
    ['one customer', 'a,2020-01-05,10\n'],
    [
      'zero and negative amounts',
      'a,2020-01-05,0\na,2020-02-05,-3\nb,2020-01-05,4\nb,2020-03-05,-4\nb,2020-05-05,-9\n',
    ],
    ['one-time buyers', Array.from({ length: 50 }, (_, i) => `c${i},2020-01-0${1 + (i % 9)},5\n`).join('')],
    ['purchases in the future', 'a,2020-01-05,1\na,2099-01-05,1\nb,2098-01-01,1\n'],
  ])('gives finite numbers for %s', (_, rows) => {
    const args = ['--calibration-end', '2020-12-31', '--holdout-end', '2021-12-31']
    const found = evaluateFit(['--data', write(`id,at,paid\n${rows}`), ...base, ...args])
    expect(numbersOf(found).every(Number.isFinite)).toBe(true)
    expect(found.chosen).toBe('nbd')
  })

  it.each([
    ['--unit: week or day', ['--unit', 'month']],
    ['nobody bought before', ['--calibration-end', '2019-01-01']],
    ['the holdout ends before', ['--calibration-end', '2020-03-01', '--holdout-end', '2020-02-01']],
  ])('says what is wrong: %s', (said, args) => {
    expect(() => evaluateFit(['--data', write('id,at,paid\na,2020-01-05,10\n'), ...base, ...args])).toThrow(said)
  })
})

// Fader & Hardie (2001), Interfaces 31(3); the file stays outside the repository.
const CDNOW = new URL('../../../shared/data/purchases/cdnow-sample.txt', import.meta.url).pathname
const absent = !existsSync(CDNOW)
const why = absent ? ' (skipped: ../shared/data/purchases/cdnow-sample.txt is not on this machine)' : ''

describe.skipIf(absent)(`the CDNOW sample${why}`, () => {
  const columns = ['--no-header', '--delimiter', ' ', '--customer', '2', '--date', '3', '--amount', '5']
  const data = ['--data', CDNOW, '--date-format', 'yyyyMMdd', ...columns]

  it('is ordered better by what was learned than by rules, and rightly by nobody who asks who is alive', () => {
    const found = evaluateDormant([
      ...data,
      '--history-to',
      '1997-12-31',
      '--outcome-to',
      '1998-06-30',
      '--silent-weeks',
      '13',
    ])
    expect(found).toMatchObject({ n: 1955, returners: 280 })
    expect(found.spend).toBeCloseTo(15_895.54, 2)
    expect(found.ours.auc).toBeGreaterThan(found.rfm.auc)
    expect(found.ours.auc).toBeGreaterThan(found.paretoActive.auc)
    expect(found.ours.brier).toBeLessThan(0.1115)
    expect(found.oursValue.top10Spend).toBeGreaterThan(found.rfm.top10Spend)
    expect(found.bgnbdAlive.auc).toBeLessThan(0.35)
  })

  it('is fitted by every model, of which one is chosen', () => {
    const found = evaluateFit([...data, '--calibration-end', '1997-09-30', '--holdout-end', '1998-06-30'])
    expect(Object.keys(found)).toEqual([...PURCHASE_KINDS, 'gammagamma', 'chosen', 'seconds'])
    expect(found.chosen).not.toBe('nbd')
    expect(found.gammagamma.n).toBe(946)
  })
})
