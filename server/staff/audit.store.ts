import type { UserId } from '#contract/ids'
import type { Params } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'

/** Who did what to whom. Ids and codes only: no names, no numbers, no texts. */
export type AuditEntry = { at: Date; actorId: UserId | null; action: string; subject: string; detail?: Params }

/** Written in the transaction of what it tells of; the database refuses to change or delete a line. */
export async function writeAudit(tx: Tx, { at, actorId, action, subject, detail = {} }: AuditEntry): Promise<void> {
  await tx.auditLine.create({ data: { at, actorId, action, subject, detail }, select: { id: true } })
}
