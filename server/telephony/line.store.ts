import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'
import type { LineHealth } from './line-health.ts'

const ONLY = 1

const Instant = z.coerce.date()
const Row = z.object({
  why: z.nullable(z.enum(['down', 'account', 'busy', 'caller-id'])),
  since: Instant.nullable(),
  holdUntil: Instant.nullable(),
  probeAt: Instant.nullable(),
  failures: z.number(),
})
const COLUMNS = { why: true, since: true, holdUntil: true, probeAt: true, failures: true } as const

export const readLine = async (tx: Tx): Promise<LineHealth> =>
  Row.parse(await tx.lineState.findUniqueOrThrow({ where: { id: ONLY }, select: COLUMNS }))

/** Whoever changes the line waits here for its turn. */
export const lockLine = async (tx: Tx): Promise<LineHealth> => {
  await tx.$queryRaw`SELECT 1 FROM line_state WHERE id = ${ONLY} FOR UPDATE`
  return readLine(tx)
}

export const writeLine = async (tx: Tx, line: LineHealth): Promise<void> => {
  await tx.lineState.update({ where: { id: ONLY }, data: line, select: { id: true } })
}

/** One process asks the carrier, however many would: true for the one whose turn it is. */
export const takeProbe = async (tx: Tx, now: Date, next: Date): Promise<boolean> =>
  (await tx.lineState.updateMany({ where: { id: ONLY, probeAt: { lte: now } }, data: { probeAt: next } })).count > 0

const Slot = z.array(z.object({ leaves: Instant }))

/**
 * When the next call may leave, `spacingMs` after the one before whichever process that was of; null when the line is
 * paused or that would be later than `longestMs` from now. What lies beyond `staleMs` was written under another clock.
 */
export const takeCallSlot = async (
  tx: Tx,
  { now, spacingMs, longestMs, staleMs }: { now: Date; spacingMs: number; longestMs: number; staleMs: number },
): Promise<Date | null> => {
  const stale = new Date(now.getTime() + staleMs)
  const latest = new Date(now.getTime() + longestMs)
  const rows = await tx.$queryRaw`
    UPDATE line_state SET next_call_at = make_interval(secs => ${spacingMs / 1_000}) +
      CASE WHEN next_call_at > ${stale} THEN ${now}::timestamptz ELSE greatest(next_call_at, ${now}::timestamptz) END
    WHERE id = ${ONLY} AND why IS NULL AND (next_call_at <= ${latest} OR next_call_at > ${stale})
    RETURNING next_call_at - make_interval(secs => ${spacingMs / 1_000}) AS leaves`
  return Slot.parse(rows)[0]?.leaves ?? null
}
