import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Clock } from './clock.ts'
import type { Database, Tx } from './database.pg.ts'
import type { Log } from './log.machine.ts'

const FILE = new URL('../../prisma/invariants.sql', import.meta.url)
const EVERY_MS = 60_000
/** What happened so long ago has been looked at sixty times. */
const LOOK_BACK_MS = 3_600_000
const IDS_SHOWN = 5

export type Invariant = { name: string; says: string; sql: string }
/** Some of the ids that break each invariant; the sound ones are not named. */
export type Violations = Record<string, string[]>

const Found = z.record(z.string(), z.array(z.string()))
const Ids = z.array(z.object({ id: z.string() }))

/** The queries of `prisma/invariants.sql`, in its order. */
export function readInvariants(text = readFileSync(FILE, 'utf8')): Invariant[] {
  const heads = [...text.matchAll(/^-- ([a-z-]+\.[a-z-]+): (.+)$/gm)]
  return heads.map((head, i) => {
    const rest = text.slice(head.index + head[0].length, heads[i + 1]?.index)
    return { name: head[1] ?? '', says: head[2] ?? '', sql: rest.slice(0, rest.indexOf(';')).trim() }
  })
}

/** Asks each by itself: no snapshot is held from one to the next. `since`: how far back those that name $1 look. */
export async function checkInvariants(tx: Tx, invariants: readonly Invariant[], since: Date): Promise<Violations> {
  const found: Violations = {}
  for (const { name, sql } of invariants) {
    const limited = `SELECT id FROM (${sql}) q LIMIT ${IDS_SHOWN}`
    const rows = sql.includes('$1')
      ? await tx.$queryRawUnsafe(limited.replaceAll('$1', '$1::timestamptz'), since)
      : await tx.$queryRawUnsafe(limited)
    const ids = Ids.parse(rows).map(({ id }) => id)
    if (ids.length > 0) found[name] = ids
  }
  return found
}

export type LastCheck = { checkedAt: Date; tookMs: number; found: Violations }

export async function readLastCheck(tx: Tx): Promise<LastCheck> {
  const { checkedAt, tookMs, found } = await tx.invariantCheck.findUniqueOrThrow({ where: { id: 1 } })
  return { checkedAt, tookMs, found: Found.parse(found) }
}

/**
 * The health check: once a minute, by whichever process is first. What is newly broken is an error in the log, once, with
 * ids; nothing is stopped for it.
 */
export function createInvariantWatch({ database, clock, log }: { database: Database; clock: Clock; log: Log }) {
  const invariants = readInvariants()
  let asked = Number.NEGATIVE_INFINITY
  return async (): Promise<void> => {
    const now = clock.now()
    const everyMs = clock.wall(EVERY_MS)
    if (now.getTime() - asked < everyMs) return
    asked = now.getTime()
    const mine = await database.db.invariantCheck.updateMany({
      where: { id: 1, checkedAt: { lte: new Date(now.getTime() - everyMs) } },
      data: { checkedAt: now },
    })
    if (mine.count === 0) return
    const before = await readLastCheck(database.db)
    const start = performance.now()
    const found = await checkInvariants(database.db, invariants, new Date(now.getTime() - clock.wall(LOOK_BACK_MS)))
    const tookMs = Math.round(performance.now() - start)
    for (const [invariant, ids] of Object.entries(found))
      if (!before.found[invariant]) log.error({ invariant, ids }, 'invariant.broken')
    for (const invariant of Object.keys(before.found))
      if (!found[invariant]) log.info({ invariant }, 'invariant.mended')
    await database.db.invariantCheck.update({ where: { id: 1 }, data: { tookMs, found } })
  }
}
