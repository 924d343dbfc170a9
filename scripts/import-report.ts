import type { ImportKind, ImportRun } from '#contract/people'

type Counted = Pick<ImportRun, 'bytesRead' | 'rowsRead' | 'rowsNew' | 'rowsChanged' | 'rowsSame' | 'rowsFaulty'>

const rowsOf = (run: Counted): string =>
  `${run.rowsRead} rows: ${run.rowsNew} new, ${run.rowsChanged} changed, ${run.rowsSame} the same, ${run.rowsFaulty} faulty`

/** One line that is written over while a file is read. */
export function progressLine(kind: ImportKind, run: Counted, bytesTotal: number): string {
  const percent = bytesTotal === 0 ? 100 : Math.floor((100 * run.bytesRead) / bytesTotal)
  return `${kind} ${percent} %, ${rowsOf(run)}`
}

/** What became of a file, and its faults by kind, the commonest first. */
export function summaryLines(run: ImportRun): string[] {
  const faults = Object.entries(run.faultCounts).sort(([, a], [, b]) => b - a)
  return [
    `${run.kind} (${run.fileName}) ${run.state}${run.problem ? `: ${run.problem.code}` : ''}, ${rowsOf(run)}`,
    ...faults.map(([code, count]) => `  ${count} × ${code}`),
  ]
}
