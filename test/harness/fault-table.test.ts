import { expect, it } from 'vitest'
import { formatFaults, type RunTest } from './fault-table.ts'

const passed = (title: string, did = '', figures: Record<string, number | string> = {}): RunTest => ({
  title,
  state: 'passed',
  fault: { did, figures },
})
/** Cells that were wrapped are read as they were written. */
const flat = (table: string | null): string => (table ?? '').replace(/\s+/g, ' ')

it('shows each invariant by its number with what was done, what it reached and its control', () => {
  const table = formatFaults(
    [
      passed('R15 · gives back a lease', '12 desks gone', { 'ms at most': 33_120 }),
      passed('claims in order'),
      passed('R1 control · the naive claim doubles', '', { doubles: 140 }),
      passed('R1 · hands each to one', '20,000 claims', { doubles: 0 }),
    ],
    'short',
  )
  expect(table).toContain('Faults, short form: 2 invariants, 1 controls, 0 failed')
  expect(table).not.toContain('claims in order')
  const lines = (table ?? '').split('\n').filter((line) => /^R\d/.test(line))
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['R1', 'R15'])
  expect(lines[0]).toMatch(/hands each to one\s+20,000 claims\s+0 doubles\s+fails as it should: .*passed$/)
  expect(lines[1]).toMatch(/33,120 ms at most\s+none\s+passed$/)
})

it('says what failed, a control among it, and a control whose invariant did not run', () => {
  const table = formatFaults(
    [
      { ...passed('R2 · loses nothing', '50 kills', { lost: 3 }), state: 'failed' },
      { ...passed('R3 control · a key for each try'), state: 'failed' },
      { ...passed('R4 · commutes'), state: 'skipped' },
    ],
    'long',
  )
  expect(table).toContain('Faults, long form: 1 invariants, 1 controls, 2 failed')
  expect(flat(table)).toContain('3 lost none failed')
  expect(flat(table)).toContain('CONTROL FAILED: a key for each try failed')
  expect(table).not.toContain('commutes')
})

it('is silent about a run without faults', () => {
  expect(formatFaults([passed('hands each to one')], 'short')).toBeNull()
})
