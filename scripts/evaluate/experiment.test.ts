import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createChance } from '../../server/ranking/learning/chance.ts'
import { BadInput } from './bad-input.ts'
import { evaluatePolicy } from './policy.ts'
import { evaluateReplay } from './replay.ts'
import { evaluateUplift } from './uplift.ts'

const HILLSTROM = resolve(import.meta.dirname, '../../../shared/data/offers/hillstrom-dev.csv')
const why = existsSync(HILLSTROM) ? '' : ` (skipped: ${HILLSTROM} is not on this machine)`

const folder = mkdtempSync(join(tmpdir(), 'evaluate-offers-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (text: string) => {
  const path = join(folder, 'offers.csv')
  writeFileSync(path, text)
  return path
}

/** A letter moves the lapsed (+0.3) and nobody else; a gift moves all a little (+0.1). */
const chance = createChance(8)
const ROWS = Array.from({ length: 6000 }, () => {
  const lapsed = chance.below(2)
  const arm = ['none', 'letter', 'gift'][chance.below(3)] ?? 'none'
  const rate = 0.6 - 0.5 * lapsed + (arm === 'letter' ? 0.3 * lapsed : arm === 'gift' ? 0.1 : 0)
  return `${lapsed},${20 + chance.below(50)},${arm},${chance.uniform() < rate ? 1 : 0}`
})
const FILE = `lapsed,age,arm,back\n${ROWS.join('\n')}\n`
const given = (text = FILE) => [
  ...['--data', write(text), '--arm', 'arm', '--none', 'none'],
  ...['--reward', 'back', '--features', 'lapsed,age', '--splits', '3'],
]

describe('evaluate on an experiment', () => {
  it('finds whom an offer moves, where a model of who comes back does not', () => {
    const report = evaluateUplift(given())
    expect(Object.keys(report)).toEqual(['gift', 'letter', 'any'])
    expect(report.letter?.ours.qini).toBeGreaterThan(0.1)
    expect(report.letter?.response.qini).toBeLessThan((report.letter?.ours.qini ?? 0) - 0.05)
    expect(evaluateUplift(given())).toEqual(report)
  })

  it('earns more by choosing than by any one offer to all, net of its cost', () => {
    const report = evaluatePolicy([...given(), '--cost', '0,0.12'])
    for (const one of Object.values(report)) {
      expect(one.ours).toBeGreaterThan(Math.max(one.never ?? 1, one.always.gift ?? 1, one.always.letter ?? 1))
      expect(one.oursMinusBestFixed.mean).toBeGreaterThan(0)
    }
    // Where it costs nothing the lapsed get the letter (0.4) and the others the gift (0.7).
    expect(report['0']?.ours).toBeCloseTo(0.55, 1)
    expect(report['0']?.never).toBeCloseTo(0.35, 1)
  })

  it('learns online what to offer, and logs with what probability', () => {
    const report = evaluateReplay(given())
    expect(report.ours).toBeGreaterThan((report.random ?? 1) + 0.02)
    expect(report.minPropensity).toBeGreaterThanOrEqual(0.01)
    expect(report.propensitySumsToOne).toBe(true)
    expect(evaluateReplay(given())).toEqual(report)
    const late = evaluateReplay([...given(), '--cost', '0.05', '--delay', '200'])
    expect(late.ours).toBeLessThan(report.ours ?? 0)
    expect(late.always.none).toBe(report.always.none)
  })

  it.each([
    ['--arm', 'shoe'],
    ['--none', 'nobody'],
    ['--reward', 'arm'],
    ['--features', 'lapsed,lapsed'],
    ['--features', 'lapsed,back'],
    ['--splits', '0'],
    ['--data', 'nowhere.csv'],
  ])('refuses %s %s', (option, value) => {
    for (const evaluate of [evaluateUplift, evaluateReplay])
      expect(() => evaluate([...given(), option, value])).toThrow(BadInput)
    expect(() => evaluatePolicy([...given(), '--cost', '0', option, value])).toThrow(BadInput)
  })

  it.each([['-1'], ['free'], ['0,,1'], ['']])('refuses a cost of %j', (cost) => {
    expect(() => evaluatePolicy([...given(), `--cost=${cost}`])).toThrow(BadInput)
  })

  it('refuses a reward that is not yes or no for Qini, and a file too small to part', () => {
    expect(() => evaluateUplift(given('lapsed,age,arm,back\n1,2,none,3\n1,2,letter,0\n'))).toThrow('0 or 1')
    expect(() => evaluateUplift(given('lapsed,age,arm,back\n1,2,none,1\n1,2,letter,0\n'))).toThrow('too few rows')
  })
})

describe.skipIf(why !== '')(`a tenth of Hillstrom’s e-mails${why}`, () => {
  const hillstrom = [
    ...['--data', HILLSTROM, '--arm', 'segment', '--none', 'No E-Mail', '--reward', 'visit'],
    ...['--features', 'recency,history,mens,womens,zip_code,newbie,channel'],
  ]

  it('is ordered by uplift better than by chance', () => {
    const report = evaluateUplift(hillstrom)
    for (const arm of ['Womens E-Mail', 'Mens E-Mail', 'any']) expect(report[arm]?.ours.qini).toBeGreaterThan(0.03)
  })

  it('earns no less than the best fixed policy at any cost', () => {
    const report = evaluatePolicy([...hillstrom, '--cost', '0,0.05,0.07,0.08'])
    for (const one of Object.values(report)) expect(one.oursMinusBestFixed.mean).toBeGreaterThan(-0.0005)
  })

  it('is learned online with every arm at its least propensity', () => {
    const report = evaluateReplay(hillstrom)
    expect(report.ours).toBeGreaterThan((report.random ?? 1) + 0.01)
    expect(report.minPropensity).toBeGreaterThanOrEqual(0.01)
    expect(report.propensitySumsToOne).toBe(true)
  })
})
