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
