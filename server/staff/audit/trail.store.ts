import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AuditAction, type AuditFilter, type AuditLine, AuditSubjectKind, ChainFault } from '#contract/audit'
import type { UserId } from '#contract/ids'
import { Params } from '#contract/values'
import type { Tx } from '../../platform/database.pg.ts'
import { Prisma } from '../../platform/generated/client.ts'

export type Cursor = { at: Date; id: bigint }

const Row = z.object({
  id: z.bigint(),
  at: z.date(),
  actor_id: z.uuid().nullable(),
  actor_name: z.string().nullable(),
  action: AuditAction,
  subject: z.string(),
  subject_name: z.string().nullable(),
  detail: Params,
  reason: z.string().nullable(),
})

/** Every kind of thing that may have this id, and every line that names it beside its subject. */
const isAbout = (id: string): Prisma.Sql => Prisma.sql`l.id IN (
  SELECT id FROM audit_line WHERE subject = ANY(${AuditSubjectKind.options.map((kind) => `${kind}:${id}`)})
  UNION SELECT id FROM audit_line
    WHERE detail <> '{}' AND jsonb_path_query_array(detail, '$.*') @> jsonb_build_array(${id}::text))`

function toConditions({ action, actor, about, from, to }: AuditFilter, before: Cursor | null): Prisma.Sql {
  const conditions = [
    ...(action ? [Prisma.sql`l.action = ${action}`] : []),
    ...(actor ? [Prisma.sql`l.actor_id = ${actor}::uuid`] : []),
    ...(about ? [isAbout(about)] : []),
    ...(from ? [Prisma.sql`l.at >= ${new Date(from)}`] : []),
    ...(to ? [Prisma.sql`l.at < ${new Date(to)}`] : []),
    ...(before ? [Prisma.sql`(l.at, l.id) < (${before.at}::timestamptz, ${before.id}::bigint)`] : []),
  ]
  return conditions.length > 0 ? Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}` : Prisma.empty
}

function splitSubject(subject: string): { subjectKind: AuditSubjectKind; subjectId: string } {
  const at = subject.indexOf(':')
  return { subjectKind: AuditSubjectKind.parse(subject.slice(0, at)), subjectId: subject.slice(at + 1) }
}

/** As one statement; for whoever asks how it is planned. */
export const trailSql = (filter: AuditFilter, before: Cursor | null, limit: number): Prisma.Sql => Prisma.sql`
  SELECT l.id, l.at, l.actor_id, a.name AS actor_name, l.action, l.subject, s.name AS subject_name, l.detail, e.reason
  FROM (SELECT * FROM audit_line l ${toConditions(filter, before)} ORDER BY l.at DESC, l.id DESC LIMIT ${limit}) l
  LEFT JOIN app_user a ON a.id = l.actor_id
  LEFT JOIN app_user s ON l.subject LIKE 'user:%' AND s.id::text = substr(l.subject, 6)
  LEFT JOIN audit_export e ON l.action IN ('audit.exported', 'recording.played') AND e.id::text = l.detail ->> 'export'
  ORDER BY l.at DESC, l.id DESC`

/** The newest lines that the filter lets through, before the cursor, newest first. */
export async function pageTrail(
  tx: Tx,
  filter: AuditFilter,
  before: Cursor | null,
  limit: number,
): Promise<{ lines: AuditLine[]; last: Cursor | null }> {
  const rows = z.array(Row).parse(await tx.$queryRaw(trailSql(filter, before, limit)))
  const last = rows.at(-1)
  return {
    lines: rows.map((row) => ({
      id: String(row.id),
      at: row.at.toISOString(),
      actorId: row.actor_id as UserId | null,
      actorName: row.actor_name,
      action: row.action,
      ...splitSubject(row.subject),
      subjectName: row.subject_name,
      detail: row.detail,
      reason: row.reason,
    })),
    last: last && rows.length === limit ? { at: last.at, id: last.id } : null,
  }
}

/** Why somebody took lines out of the house, or listened to a call; the id that the audit line names as its `export`. */
export async function addExport(
  tx: Tx,
  { at, byId, reason, asked }: { at: Date; byId: string; reason: string; asked: AuditFilter | { call: string } },
): Promise<string> {
  const id = randomUUID()
  await tx.auditExport.create({ data: { id, at, byId, reason, asked: { ...asked } } })
  return id
}

export type Check = { askedAt: Date; finishedAt: Date | null; position: bigint; fault: ChainFault | null }

export async function readCheck(tx: Tx): Promise<Check | null> {
  const row = await tx.auditCheck.findUnique({ where: { id: 1 } })
  return row && { ...row, fault: row.fault === null ? null : ChainFault.parse(row.fault) }
}

/** A new check takes the place of the last one. */
export async function beginCheck(tx: Tx, askedAt: Date): Promise<void> {
  const fresh = { askedAt, finishedAt: null, position: 0n, fault: Prisma.DbNull }
  await tx.auditCheck.upsert({ where: { id: 1 }, create: { id: 1, ...fresh }, update: fresh })
}

export async function moveCheck(
  tx: Tx,
  { position, finishedAt, fault }: Pick<Check, 'position' | 'finishedAt' | 'fault'>,
): Promise<void> {
  await tx.auditCheck.update({ where: { id: 1 }, data: { position, finishedAt, fault: fault ?? Prisma.DbNull } })
}
