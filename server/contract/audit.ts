import * as z from 'zod/mini'
import type { Params } from './values.ts'

/**
 * Everything that is ever written into the audit trail, in one place: a new act gets its line here and its sentence in
 * `client/i18n/messages/<language>/audit.ts`, in the past tense of who did it. What touches two customers is two lines.
 */
export const AuditAction = z.enum([
  // Who is there.
  'session.signed-in',
  'session.signed-out',
  'session.failed',
  'session.held-off',
  'access.refused',
  'staff.set-up',
  'staff.added',
  'staff.changed',
  // Who saw what of whom.
  'card.viewed',
  'timeline.viewed',
  'customer.viewed',
  'customer.searched',
  'number.shown',
  // What left the house, and what came in.
  'import.started',
  'import.cancelled',
  'import.faults-exported',
  'audit.exported',
  'audit.verified',
  // What was decided about a customer.
  'stop.pressed',
  'stop.lifted',
  'offer.overridden',
  'promise.settled',
  'complaint.settled',
  'customer.merged',
  'customer.unmerged',
  'customer.kept-apart',
  'number.struck',
  'number.restored',
  'customer.erasure-began',
  'customer.erased',
  // How the house decides.
  'model.adopted',
])
export type AuditAction = z.infer<typeof AuditAction>

/** What an act was done to. `account` and `address` are hashes of what somebody typed or came from. */
export const AuditSubjectKind = z.enum(['customer', 'user', 'import', 'call', 'account', 'endpoint', 'audit', 'model'])
export type AuditSubjectKind = z.infer<typeof AuditSubjectKind>
export type AuditSubject = `${AuditSubjectKind}:${string}`

/** Ids, codes and counts: never a name, a number or a text. */
export type AuditDetail = Params
