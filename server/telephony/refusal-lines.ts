/**
 * Whoever knows the webhook's address may send to it what they like: the audit trail takes so many lines of it a minute,
 * and the next line after those says how many had none.
 */
export type RefusalLines = { since: number; written: number; unwritten: number }

export const LINES_A_MINUTE = 60
export const NO_LINES: RefusalLines = { since: 0, written: 0, unwritten: 0 }
const MINUTE_MS = 60_000

/** Whether this refusal has its line, and how many before it had none. */
export function takeLine(lines: RefusalLines, now: number): { lines: RefusalLines; write: boolean; unwritten: number } {
  const { since, written, unwritten } = now - lines.since >= MINUTE_MS ? { ...lines, since: now, written: 0 } : lines
  const write = written < LINES_A_MINUTE
  return write
    ? { lines: { since, written: written + 1, unwritten: 0 }, write, unwritten }
    : { lines: { since, written, unwritten: unwritten + 1 }, write, unwritten: 0 }
}
