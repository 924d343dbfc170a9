import { z } from 'zod'
import type { Tx } from '../../platform/database.pg.ts'
import { BEGINNING, type ChainLine, type Head, type Link } from './chain.ts'

/** One sealer at a time, whatever process it runs in; the others find it taken and go on. */
const SEALER = 7_305_121

const LineRow = z.object({
  id: z.bigint(),
  at: z.date(),
  actor_id: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  detail: z.unknown(),
})
const LinkRow = z.object({
  position: z.bigint(),
  line_id: z.bigint(),
  hash: z.string(),
  id: z.bigint().nullable(),
  at: z.date().nullable(),
  actor_id: z.string().nullable(),
  action: z.string().nullable(),
  subject: z.string().nullable(),
  detail: z.unknown(),
})
const Taken = z.tuple([z.object({ taken: z.boolean() })])
const Heads = z.array(z.object({ position: z.bigint(), hash: z.string() }))
const Loose = z.tuple([z.object({ loose: z.bigint().nullable(), last: z.bigint().nullable() })])

/** Until the transaction ends; false when another process seals just now. */
export const takeSealer = async (tx: Tx): Promise<boolean> =>
  Taken.parse(await tx.$queryRaw`SELECT pg_try_advisory_xact_lock(${SEALER}) AS taken`)[0].taken

export async function readHead(tx: Tx): Promise<Head> {
  const [head] = Heads.parse(
    await tx.$queryRaw`SELECT position, encode(hash, 'hex') AS hash FROM audit_seal ORDER BY position DESC LIMIT 1`,
  )
  return head ?? BEGINNING
}

/** The committed lines that wait for a seal, the lowest id first. One that commits late is sealed when it is seen. */
export async function readPending(tx: Tx, limit: number): Promise<ChainLine[]> {
  const rows = await tx.$queryRaw`
    SELECT l.id, l.at, l.actor_id, l.action, l.subject, l.detail
    FROM audit_pending p JOIN audit_line l ON l.id = p.line_id ORDER BY p.line_id LIMIT ${limit}`
  return z
    .array(LineRow)
    .parse(rows)
    .map(({ actor_id, ...line }) => ({ ...line, actorId: actor_id }))
}

/** Adds links to the chain; their lines wait no longer. */
export async function addLinks(tx: Tx, links: readonly Omit<Link, 'line'>[]): Promise<void> {
  const ids = links.map(({ lineId }) => lineId)
  await tx.$executeRaw`
    INSERT INTO audit_seal (position, line_id, hash)
    SELECT position, line_id, decode(hash, 'hex')
    FROM unnest(${links.map(({ position }) => position)}::bigint[], ${ids}::bigint[], ${links.map(({ hash }) => hash)}::text[])
      AS s (position, line_id, hash)`
  await tx.$executeRaw`DELETE FROM audit_pending WHERE line_id = ANY(${ids}::bigint[])`
}

/** The next links after this position, each with its line or none. */
export async function readLinks(tx: Tx, after: bigint, limit: number): Promise<Link[]> {
  const rows = await tx.$queryRaw`
    SELECT s.position, s.line_id, encode(s.hash, 'hex') AS hash, l.id, l.at, l.actor_id, l.action, l.subject, l.detail
    FROM (SELECT * FROM audit_seal WHERE position > ${after} ORDER BY position LIMIT ${limit}) s
    LEFT JOIN audit_line l ON l.id = s.line_id ORDER BY s.position`
  return z
    .array(LinkRow)
    .parse(rows)
    .map(({ position, line_id, hash, id, at, actor_id, action, subject, detail }) => ({
      position,
      lineId: line_id,
      hash,
      line:
        id === null || !at || action === null || subject === null
          ? null
          : { id, at, actorId: actor_id, action, subject, detail },
    }))
}

/** Among the next lines after this id: the first that is neither sealed nor waits for it, and the last that was looked at. */
export async function findLoose(
  tx: Tx,
  after: bigint,
  limit: number,
): Promise<{ loose: bigint | null; last: bigint | null }> {
  const [row] = Loose.parse(
    await tx.$queryRaw`
      SELECT min(l.id) FILTER (WHERE s.line_id IS NULL AND p.line_id IS NULL) AS loose, max(l.id) AS last
      FROM (SELECT id FROM audit_line WHERE id > ${after} ORDER BY id LIMIT ${limit}) l
      LEFT JOIN audit_seal s ON s.line_id = l.id LEFT JOIN audit_pending p ON p.line_id = l.id`,
  )
  return row
}

export const countPending = (tx: Tx): Promise<number> => tx.auditPending.count()
