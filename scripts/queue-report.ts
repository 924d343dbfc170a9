import type { Fact } from '#contract/queue'
import type { QueueLine } from '../server/ranking/top-queue.store.ts'

export type PrintedLine = Omit<QueueLine, 'topFacts' | 'why' | 'customerId' | 'episodeId'> & {
  topFacts: readonly Pick<Fact, 'code' | 'direction'>[]
}

const COLUMNS = ['#', 'customer', 'name', 'a minute', 'a call', 'answers', 'wins', 'offer', 'why'] as const

/** Minor units as an amount with the currency's own decimals. */
function money(minor: number | bigint, currency: string): string {
  const digits =
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return new Intl.NumberFormat('en', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Number(minor) / 10 ** digits,
  )
}

/** The ranked queue as a table in plain text: whom to call first, what a minute is worth, and why. */
export function queueLines(queue: readonly PrintedLine[], currency: string): string[] {
  if (queue.length === 0) return ['Nobody is worth a call yet: no customer has gone quiet or cancelled.']
  const rows = queue.map((line, index) => [
    String(index + 1),
    line.externalId ?? '',
    line.name,
    money(line.perMinuteMinor, currency),
    money(line.expectedMinor, currency),
    `${(100 * line.pContact).toFixed(0)} %`,
    `${(100 * line.pWin).toFixed(0)} %`,
    line.bestOffer ?? '',
    line.topFacts.map((fact) => `${fact.direction === 'for' ? '+' : '−'}${fact.code}`).join(' '),
  ])
  const widths = COLUMNS.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const print = (cells: readonly string[]) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd()
  return [`The queue, best first (${currency}):`, print(COLUMNS), ...rows.map(print)]
}
