import { z } from 'zod'
import { AttributeUse, type AttributeView } from '#contract/people'
import type { Tx } from '../platform/database.pg.ts'
import type { Sql } from '../platform/sql.pg.ts'

const LISTED = 500
const Rows = z.array(z.object({ name: z.string(), use: AttributeUse, seen_at: z.date() }))

/** These came with customers; each is ignored until somebody says otherwise, and what was said stays. */
export async function noteAttributes(tx: Tx, names: readonly string[], at: Date): Promise<void> {
  if (names.length === 0) return
  await tx.$executeRaw`
    INSERT INTO attribute (name, use, seen_at)
    SELECT DISTINCT n, 'ignore', ${at}::timestamptz FROM unnest(${[...names]}::text[]) n ORDER BY n
    ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at`
}

/** By name. */
export async function readAttributes(tx: Tx): Promise<AttributeView[]> {
  const rows = Rows.parse(await tx.$queryRaw`SELECT name, use, seen_at FROM attribute ORDER BY name LIMIT ${LISTED}`)
  return rows.map(({ name, use, seen_at }) => ({ name, use, seenAt: seen_at.toISOString() }))
}

/** What each attribute that is not ignored may be used for, by its name. */
export async function readAttributeUses(tx: Sql): Promise<Map<string, 'feature' | 'protected'>> {
  const rows = z
    .array(z.object({ name: z.string(), use: z.enum(['feature', 'protected']) }))
    .parse(await tx.$queryRaw`SELECT name, use FROM attribute WHERE use <> 'ignore' ORDER BY name`)
  return new Map(rows.map(({ name, use }) => [name, use]))
}

/** What it was used for before; null where there is no such attribute. In a transaction. */
export async function setAttributeUse(tx: Tx, name: string, use: AttributeUse): Promise<AttributeUse | null> {
  const [before] = z
    .array(z.object({ use: AttributeUse }))
    .parse(await tx.$queryRaw`SELECT use FROM attribute WHERE name = ${name} FOR UPDATE`)
  if (!before) return null
  if (before.use !== use) await tx.$executeRaw`UPDATE attribute SET use = ${use} WHERE name = ${name}`
  return before.use
}
