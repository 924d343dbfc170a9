import type { Fault } from './reached.ts'

/** One test of the run; `state` as the runner says it. */
export type RunTest = { title: string; state: 'passed' | 'failed' | 'skipped' | 'pending'; fault?: Fault | undefined }
type Row = { number: number; control: boolean; invariant: string; test: RunTest }

const TITLE = /^R(\d+)( control)? · (.+)$/
const COLUMNS = [
  ['', 4],
  ['invariant', 46],
  ['what was done', 34],
  ['reached', 34],
  ['control', 46],
  ['', 7],
] as const

const readRow = (test: RunTest): Row[] => {
  const [, number, control, invariant = ''] = TITLE.exec(test.title) ?? []
  return number ? [{ number: Number(number), control: control !== undefined, invariant, test }] : []
}

/** Words on lines of at most so many characters; a longer word stands alone. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const line = lines.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`
    else lines.push(word)
  }
  return lines
}

const figuresOf = ({ fault }: RunTest): string =>
  Object.entries(fault?.figures ?? {})
    .map(([name, value]) => `${typeof value === 'number' ? value.toLocaleString('en-GB') : value} ${name}`)
    .join(', ')

const controlOf = ({ invariant, test }: Row): string =>
  [test.state === 'passed' ? 'fails as it should' : `CONTROL ${test.state.toUpperCase()}`, invariant, figuresOf(test)]
    .filter((part) => part !== '')
    .join(': ')

const lineOf = (cells: readonly string[]): string => {
  const wrapped = cells.map((cell, i) => wrap(cell, COLUMNS[i]?.[1] ?? 0))
  return Array.from({ length: Math.max(...wrapped.map((lines) => lines.length)) }, (_, line) =>
    wrapped
      .map((lines, i) => (lines[line] ?? '').padEnd(COLUMNS[i]?.[1] ?? 0))
      .join('  ')
      .trimEnd(),
  ).join('\n')
}

/** The table of faults: each invariant by its number, what was done to it, what it reached and whether its control fails. Null when the run had none. */
export function formatFaults(tests: readonly RunTest[], form: 'short' | 'long'): string | null {
  const rows = tests.filter(({ state }) => state !== 'skipped').flatMap(readRow)
  if (rows.length === 0) return null
  const shown = rows.filter(({ control }) => !control).sort((a, b) => a.number - b.number)
  const controls = rows.filter(({ control }) => control)
  const lines = shown.map((row, i) => {
    const hers = controls.filter(({ number }) => number === row.number).map(controlOf)
    const repeated = shown[i - 1]?.number === row.number && hers.length > 0
    return lineOf([
      `R${row.number}`,
      row.invariant,
      row.test.fault?.did ?? '',
      figuresOf(row.test),
      repeated ? 'as above' : hers.join('; ') || 'none',
      row.test.state,
    ])
  })
  const alone = controls
    .filter((control) => shown.every(({ number }) => number !== control.number))
    .map((row) => lineOf([`R${row.number}`, '', row.test.fault?.did ?? '', '', controlOf(row), row.test.state]))
  const failed = rows.filter(({ test }) => test.state !== 'passed').length
  return [
    `Faults, ${form} form: ${shown.length} invariants, ${controls.length} controls, ${failed} failed`,
    lineOf(COLUMNS.map(([name]) => name)),
    ...lines,
    ...alone,
  ].join('\n')
}
