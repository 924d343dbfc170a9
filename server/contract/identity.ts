import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CustomerId, ImportId, PhoneId } from './ids.ts'
import { ImportKind } from './people.ts'
import { Instant, Labels, Locale, Minor } from './values.ts'

const Count = z.int().check(z.nonnegative())
export const MergeId = z.string().check(z.regex(/^\d{1,18}$/))
/** Where the last page ended. */
const Cursor = z.string().check(z.maxLength(120), z.regex(/^[0-9a-f_-]+$/))

/** Why two rows may be one person, the surest first. A number alone is the rule in families. */
export const MergeSign = z.enum(['number-name', 'name-city', 'number'])
export type MergeSign = z.infer<typeof MergeSign>

const Named = z.strictObject({
  id: CustomerId,
  name: z.string(),
  externalId: z.nullable(z.string()),
  city: z.nullable(z.string()),
})
export const MergeProposal = z.strictObject({
  a: Named,
  b: Named,
  sign: MergeSign,
  /** The number they share, masked. */
  number: z.nullable(z.string()),
  at: Instant,
})
export type MergeProposal = z.infer<typeof MergeProposal>

const Part = z.strictObject({ open: Count, all: Count })
/** One of two rows beside the other. */
export const PersonSide = z.strictObject({
  ...Named.shape,
  language: z.nullable(z.string()),
  zone: z.nullable(z.string()),
  joinedAt: z.nullable(Instant),
  cancelledAt: z.nullable(Instant),
  numbers: z.array(
    z.strictObject({ phoneId: PhoneId, masked: z.string(), struckWhy: z.nullable(z.string()), both: z.boolean() }),
  ),
  purchases: z.strictObject({ count: Count, totalMinor: Minor, lastAt: z.nullable(Instant) }),
  contacts: Count,
  complaints: Part,
  promises: Part,
  stops: z.array(z.string()),
  lapse: z.nullable(z.strictObject({ kind: z.enum(['dormant', 'cancelled', 'visit']), at: Instant })),
  attempts: Count,
  /** Before an agent just now: neither merged nor parted. */
  onDesk: z.boolean(),
})
export type PersonSide = z.infer<typeof PersonSide>
export const Comparison = z.strictObject({
  a: PersonSide,
  b: PersonSide,
  sign: z.nullable(MergeSign),
  keptApart: z.boolean(),
  /** Others with a number of either. */
  household: z.array(Named),
})
export type Comparison = z.infer<typeof Comparison>

export const Merged = z.strictObject({
  id: MergeId,
  from: Named,
  into: Named,
  at: Instant,
  by: z.string(),
  undoneAt: z.nullable(Instant),
})
export type Merged = z.infer<typeof Merged>

/** What keeps our own data from being good, each a list of customers. */
export const QualityCause = z.enum([
  'proposal',
  'no-number',
  'struck',
  'gone',
  'barrier',
  'active',
  'skipped',
  'no-language',
  'no-zone',
  'no-consent',
])
export type QualityCause = z.infer<typeof QualityCause>
/** What a conversation told us and a person must put right. */
export const FaultCause = z.enum(['gone', 'barrier', 'active', 'skipped'])
export type FaultCause = z.infer<typeof FaultCause>

/** The document of the topic `quality`. Counting ends at 10,000: `more` says that there are others. */
export const Quality = z.strictObject({
  asOf: Instant,
  causes: z.array(z.strictObject({ cause: QualityCause, count: Count, more: z.boolean() })),
  /** The last run of each kind of file that had faulty rows. */
  imports: z.array(
    z.strictObject({ id: ImportId, kind: ImportKind, fileName: z.string(), faulty: Count, at: Instant }),
  ),
})
export type Quality = z.infer<typeof Quality>

export const QualityRow = z.strictObject({
  customer: Named,
  number: z.nullable(z.strictObject({ phoneId: PhoneId, masked: z.string() })),
  /** Why: the outcome that struck the number, the reason of the skip. */
  detail: z.nullable(z.string()),
  labels: z.nullable(Labels),
  since: z.nullable(Instant),
})
export type QualityRow = z.infer<typeof QualityRow>

/** Why a supervisor strikes a number, as the outcome that would have done it, and why one is taken up again. */
export const StrikeReason = z.enum(['N.WRONG', 'N.GONE', 'X.INV'])
export type StrikeReason = z.infer<typeof StrikeReason>
export const UnstrikeReason = z.enum(['confirmed', 'mistake', 'works-again'])
export type UnstrikeReason = z.infer<typeof UnstrikeReason>

const Nothing = z.strictObject({})
const OfCustomer = z.strictObject({ id: CustomerId })
const OfNumber = z.strictObject({ id: CustomerId, phoneId: PhoneId })
const Pair = z.strictObject({ a: CustomerId, b: CustomerId })
const page = <Row extends z.ZodMiniType>(row: Row) => z.strictObject({ rows: z.array(row), next: z.nullable(Cursor) })

export const identityApi = {
  'quality.read': { method: 'GET', path: '/quality', answer: Quality },
  /** Fifty at a time. The cause 'proposal' has a list of its own: `proposal.list`. */
  'quality.rows': {
    method: 'GET',
    path: '/quality/rows',
    query: z.strictObject({ cause: QualityCause, after: z.optional(Cursor) }),
    answer: page(QualityRow),
  },
  'proposal.list': {
    method: 'GET',
    path: '/proposals',
    query: z.strictObject({ after: z.optional(Cursor) }),
    answer: page(MergeProposal),
  },
  'merge.compare': { method: 'GET', path: '/merges/compare', query: Pair, answer: Comparison },
  /**
   * All that `from` has becomes `into`'s. 422 'merge.self'; 404; 409 'merge.already', 'merge.on-desk', and 'conflict' for who was second.
   */
  'merge.make': {
    method: 'POST',
    path: '/merges',
    body: z.strictObject({ fromId: CustomerId, intoId: CustomerId }),
    answer: z.strictObject({ id: MergeId }),
  },
  'merge.list': {
    method: 'GET',
    path: '/merges',
    query: z.strictObject({ after: z.optional(Cursor) }),
    answer: page(Merged),
  },
  /** 409 'merge.undone', 'merge.later' when a later merge must be undone first, 'merge.on-desk', 'conflict'. */
  'merge.undo': {
    method: 'POST',
    path: '/merges/:id/undo',
    params: z.strictObject({ id: MergeId }),
    answer: Nothing,
  },
  /** Two people, whatever they share: never proposed again. */
  'merge.keepApart': { method: 'POST', path: '/merges/keep-apart', body: Pair, answer: Nothing },
  /** A number that was typed, as the first to try. 422 'phone.*', 409 'number.known', 'number.struck'. */
  'number.add': {
    method: 'POST',
    path: '/customers/:id/numbers',
    params: OfCustomer,
    body: z.strictObject({ number: z.string().check(z.maxLength(60)) }),
    answer: Nothing,
  },
  'number.strike': {
    method: 'POST',
    path: '/customers/:id/numbers/:phoneId/strike',
    params: OfNumber,
    body: z.strictObject({ why: StrikeReason }),
    answer: Nothing,
  },
  'number.unstrike': {
    method: 'POST',
    path: '/customers/:id/numbers/:phoneId/unstrike',
    params: OfNumber,
    body: z.strictObject({ why: UnstrikeReason }),
    answer: Nothing,
  },
  'language.set': {
    method: 'POST',
    path: '/customers/:id/language',
    params: OfCustomer,
    body: z.strictObject({ language: Locale }),
    answer: Nothing,
  },
  /** It has been put right, or is none. */
  'fault.settle': {
    method: 'POST',
    path: '/customers/:id/faults/settle',
    params: OfCustomer,
    body: z.strictObject({ cause: FaultCause }),
    answer: Nothing,
  },
} as const satisfies Record<string, Endpoint>
