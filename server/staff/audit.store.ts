import { z } from 'zod'
import type { AuditAction, AuditDetail, AuditSubject } from '#contract/audit'
import type { UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/** Who did what to whom. Ids and codes only: no names, no numbers, no texts. */
export type AuditEntry = {
  at: Date
  actorId: UserId | null
  action: AuditAction
  subject: AuditSubject
  detail?: AuditDetail
}
/** How a feature is given the trail to write into. */
export type Audit = (tx: Tx, entry: AuditEntry) => Promise<void>

/** Written in the transaction of what it tells of; the database refuses to change or delete a line. */
export async function writeAudit(tx: Tx, { at, actorId, action, subject, detail = {} }: AuditEntry): Promise<void> {
  await tx.auditLine.create({ data: { at, actorId, action, subject, detail }, select: { id: true } })
}

/** Lines that are looked through for those of different customers. */
const VIEWS_READ = 100

/** The customers whose pages this person opened last, the newest first, each once. */
export async function readLastViewed(tx: Tx, actorId: UserId, limit: number): Promise<string[]> {
  const lines = z.array(z.object({ subject: z.string() })).parse(
    await tx.$queryRaw`
      SELECT subject FROM audit_line WHERE actor_id = ${actorId}::uuid AND action = 'customer.viewed'
      ORDER BY id DESC LIMIT ${VIEWS_READ}`,
  )
  return [...new Set(lines.map(({ subject }) => subject.replace('customer:', '')))].slice(0, limit)
}
