import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { BadInput } from './bad-input.ts'
import { evaluateCalls } from './calls.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const BANK = resolve(ROOT, '../shared/data/calls/bank-calls-dev.csv')
const why = existsSync(BANK) ? '' : ` (skipped: ${BANK} is not on this machine)`

const folder = mkdtempSync(join(tmpdir(), 'evaluate-calls-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (text: string) => {
  const path = join(folder, 'calls.csv')
  writeFileSync(path, text)
  return path
}
/** Calls won by the young, at first by few and then by many. */
const CALLS = Array.from({ length: 600 }, (_, i) => {
  const age = 20 + ((i * 37) % 60)
  const won = (i * 7919) % 100 < (age < 40 ? 45 : 10) + i / 30
  return `${age},${['mobile', 'fixed'][i % 2]},${won ? 'yes' : 'no'}`
})
const FILE = `age,line,won\n${CALLS.join('\n')}\n`
const small = ['--train', '300', '--block', '100']

describe('evaluate calls', () => {
  it('scores blocks by what came before them, the same every time', () => {
    const args = ['--data', write(FILE), '--outcome', 'won=yes', ...small]
    const report = evaluateCalls(args)
    expect(report).toMatchObject({ blocks: 3, scored: 300 })
    expect(report.ours.withinBlockAuc).toBeGreaterThan(0.6)
    expect(report.random.withinBlockAuc).toBeLessThan(0.6)
    expect(evaluateCalls(args)).toEqual(report)
  })

  it.each([
    ['--outcome', 'won'],
    ['--outcome', 'lost=yes'],
    ['--outcome', 'won=perhaps'],
    ['--drop', 'shoe'],
    ['--train', '600'],
    ['--block', 'many'],
    ['--data', 'nowhere.csv'],
  ])('refuses %s %s', (option, value) => {
    const args = ['--data', write(FILE), '--outcome', 'won=yes', ...small, option, value]
    expect(() => evaluateCalls(args)).toThrow(BadInput)
  })

  it('ends with 2 and one line from the command line', async () => {
    const args = ['--import', 'tsx', 'scripts/evaluate.ts', 'calls', '--data', 'nowhere.csv', '--outcome', 'a=b']
    const ended = await new Promise<{ code: unknown; stdout: string; stderr: string }>((done) =>
      execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) =>
        done({ code: error?.code, stdout, stderr }),
      ),
    )
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it.skipIf(why !== '')(`orders real calls better than chance, and no worse than a regression${why}`, () => {
    const args = ['--data', BANK, '--delimiter', ';', '--outcome', 'y=yes', '--drop', 'duration']
    const { blocks, ours, logistic, random } = evaluateCalls([...args, '--train', '10000', '--block', '2500'])
    expect(blocks).toBe(4)
    expect(ours.withinBlockAuc).toBeGreaterThan(0.55)
    expect(ours.withinBlockAuc).toBeGreaterThan((logistic.withinBlockAuc ?? 1) - 0.005)
    expect(ours.captured20).toBeGreaterThan(0.25)
    expect(ours.brier).toBeLessThan(0.0545)
    expect(random.withinBlockAuc).toBeLessThan(0.53)
  })
})
