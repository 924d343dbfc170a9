import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { UserId } from './ids.ts'
import { Instant, Params, ShortText, Version } from './values.ts'

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
  'webhook.refused',
  'staff.set-up',
  'staff.added',
  'staff.changed',
  // Who saw what of whom.
  'card.viewed',
  'timeline.viewed',
  'customer.viewed',
  'customer.searched',
  'number.shown',
  'queue.viewed',
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
  'number.added',
  'number.struck',
  'number.restored',
  'language.set',
  'fault.settled',
  'customer.erasure-began',
  'customer.erased',
  // How the house decides.
  'model.adopted',
  'model.rolled-back',
  'attribute.used',
  // Whom the house calls, and how.
  'campaign.made',
  'campaign.changed',
  'campaign.started',
  'campaign.paused',
  'campaign.drained',
  'campaign.ended',
  // How the line is kept.
  'line.retried',
  // What became of conversations, and who was in them.
  'call.transferred',
  'call.supervised',
  'desk.released',
  'recording.refused',
  'recording.played',
  'recording.expired',
  'recording.keeping-set',
  // What callers meet.
  'ivr.changed',
  'sound.changed',
])
export type AuditAction = z.infer<typeof AuditAction>

/** What an act was done to. `account` and `address` are hashes of what somebody typed or came from. */
export const AuditSubjectKind = z.enum([
  'customer',
  'user',
  'import',
  'call',
  'account',
  'endpoint',
  'audit',
  'model',
  'attribute',
  'campaign',
  'line',
])
export type AuditSubjectKind = z.infer<typeof AuditSubjectKind>
export type AuditSubject = `${AuditSubjectKind}:${string}`

/** Ids, codes and counts: never a name, a number or a text. */
export type AuditDetail = z.infer<typeof Params>

/** One line: staff by name, customers as ids only. */
export const AuditLine = z.strictObject({
  id: z.string(),
  at: Instant,
  actorId: z.nullable(UserId),
  actorName: z.nullable(z.string()),
  action: AuditAction,
  subjectKind: AuditSubjectKind,
  subjectId: z.string(),
  /** Of a subject who is one of our own people. */
  subjectName: z.nullable(z.string()),
  detail: Params,
  /** Why a part of the trail was exported, in the words of who did it. */
  reason: z.nullable(z.string()),
})
export type AuditLine = z.infer<typeof AuditLine>

const filter = {
  action: z.optional(AuditAction),
  actor: z.optional(UserId),
  /** Whatever the line is about or names: a customer, one of our people, a call, an import … */
  about: z.optional(z.uuid()),
  from: z.optional(Instant),
  /** Exclusive. */
  to: z.optional(Instant),
}
export const AuditFilter = z.strictObject(filter)
export type AuditFilter = z.infer<typeof AuditFilter>

/** 'instant_id' of the last line of the page before. */
export const AuditCursor = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z_\d{1,18}$/))

export const ChainFault = z.strictObject({
  kind: z.enum(['removed', 'changed', 'inserted']),
  position: Version,
  lineId: z.nullable(z.string()),
})
export type ChainFault = z.infer<typeof ChainFault>
/** The document of the topic `audit`: how far the trail is sealed, and what the last check of the whole chain found. */
export const AuditStatus = z.strictObject({
  sealed: Version,
  /** SHA-256 of the chain up to there: to be written down outside. */
  head: z.string(),
  waiting: Version,
  check: z.nullable(
    z.strictObject({
      askedAt: Instant,
      finishedAt: z.nullable(Instant),
      position: Version,
      fault: z.nullable(ChainFault),
    }),
  ),
})
export type AuditStatus = z.infer<typeof AuditStatus>

export const auditApi = {
  /** Fifty lines, newest first. */
  'audit.list': {
    method: 'GET',
    path: '/audit',
    query: z.strictObject({ ...filter, before: z.optional(AuditCursor) }),
    answer: z.strictObject({ lines: z.array(AuditLine), next: z.nullable(AuditCursor) }),
  },
  /** Everybody who can have done something, for the filter. */
  'audit.actors': {
    method: 'GET',
    path: '/audit/actors',
    answer: z.array(z.strictObject({ id: UserId, name: z.string() })),
  },
  'audit.status': { method: 'GET', path: '/audit/status', answer: AuditStatus },
  /** Begins a check of the whole chain; how it goes on comes by the topic `audit`. */
  'audit.verify': { method: 'POST', path: '/audit/verify', answer: AuditStatus },
  /** CSV of all lines that the filter lets through. The reason is kept, and the export is a line itself. */
  'audit.export': {
    method: 'POST',
    path: '/audit/export',
    body: z.strictObject({ ...filter, reason: ShortText.check(z.minLength(5)) }),
    answer: 'stream',
  },
} as const satisfies Record<string, Endpoint>
