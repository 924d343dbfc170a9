import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CustomerId, ImportId } from './ids.ts'
import { Problem } from './problem.ts'
import { Instant, Labels, Minor, Params, Version } from './values.ts'

export const ImportKind = z.enum(['customers', 'purchases', 'contacts'])
export type ImportKind = z.infer<typeof ImportKind>

/** Our column → the file's header, or null where the file has none. Columns not named are kept as attributes. */
export const ColumnMapping = z.record(z.string(), z.nullable(z.string()))
export type ColumnMapping = z.infer<typeof ColumnMapping>

export const ImportColumn = z.strictObject({ name: z.string(), required: z.boolean() })

/** What the server makes of the first lines of a file, before anything is written. */
export const ImportPreview = z.strictObject({
  encoding: z.string(),
  delimiter: z.string(),
  headers: z.array(z.string()),
  columns: z.array(ImportColumn),
  mapping: ColumnMapping,
  attributes: z.array(z.string()),
  /** Up to 20 rows as read, each as many cells as headers, with the faults that they would have. */
  rows: z.array(z.strictObject({ line: z.int(), cells: z.array(z.string()), faults: z.array(Problem) })),
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const ImportState = z.enum(['running', 'done', 'failed', 'cancelled'])
/** One run of an import; also the document of the topic `import:<id>`. */
export const ImportRun = z.strictObject({
  id: ImportId,
  kind: ImportKind,
  fileName: z.string(),
  state: ImportState,
  bytesRead: Version,
  bytesTotal: Version,
  rowsRead: Version,
  rowsNew: Version,
  rowsChanged: Version,
  rowsSame: Version,
  rowsFaulty: Version,
  faultCounts: z.record(z.string(), z.int()),
  problem: z.nullable(Problem),
  startedAt: Instant,
  finishedAt: z.nullable(Instant),
  /** How often another process went on with it, after the one before had stopped. */
  resumes: Version,
})
export type ImportRun = z.infer<typeof ImportRun>

/** One thing that happened between a customer and us, newest first. */
export const TimelineEntry = z.strictObject({
  id: z.string(),
  kind: z.enum([
    'purchase',
    'call',
    'message',
    'email',
    'visit',
    'complaint',
    'promise',
    'disposition',
    'cancelled',
    'stop',
    'lapsed',
  ]),
  at: Instant,
  direction: z.nullable(z.enum(['in', 'out'])),
  status: z.nullable(z.string()),
  /** Taxonomy code of a disposition or stop. */
  code: z.nullable(z.string()),
  codeLabels: z.nullable(Labels),
  amountMinor: z.nullable(Minor),
  text: z.nullable(z.string()),
  by: z.nullable(z.string()),
  params: z.nullable(Params),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const Complaint = z.strictObject({
  id: z.string(),
  openedAt: Instant,
  closedAt: z.nullable(Instant),
  status: z.enum(['open', 'solved', 'closed']),
  text: z.string(),
})
export const PromiseMade = z.strictObject({
  id: z.string(),
  what: z.string(),
  owner: z.string(),
  dueAt: Instant,
  status: z.enum(['open', 'kept', 'broken']),
})
export type Complaint = z.infer<typeof Complaint>
export type PromiseMade = z.infer<typeof PromiseMade>

/**
 * One lapse of one customer. States, and what enters each:
 * lapsed (declared or inferred) → assigned (an arm is drawn, once) → contacting (a first attempt) → reached → won (claimed, until
 * `verifyBy`) → verified (an order came) → kept90 → kept365 (still a customer so many days after); or closed, as `closedAs` says: by an
 * outcome, or by purchases (`returned_unaided`, `not_lapsed`; `lost_again` where a second life is over).
 */
export const EpisodeState = z.enum([
  'lapsed',
  'assigned',
  'contacting',
  'reached',
  'won',
  'verified',
  'kept90',
  'kept365',
])
export type EpisodeState = z.infer<typeof EpisodeState>

/** How far a second life has come: an order bore the win out, and the customer is still one 90 days, a year after it. */
export const SECOND_LIFE = ['verified', 'kept90', 'kept365'] as const satisfies readonly EpisodeState[]
export type SecondLifeState = (typeof SECOND_LIFE)[number]
export const isSecondLife = (state: string | undefined): state is SecondLifeState =>
  SECOND_LIFE.some((one) => one === state)

/** What keeps us from calling until a supervisor says how it ended: `promise.open`, `complaint.open`. */
export const OpenPromise = z.strictObject({
  id: z.string(),
  customerName: z.string(),
  what: z.string(),
  owner: z.string(),
  dueAt: Instant,
  status: z.literal('open'),
  overdue: z.boolean(),
})
export const OpenComplaint = z.strictObject({
  id: z.string(),
  customerName: z.string(),
  text: z.string(),
  openedAt: Instant,
  status: z.literal('open'),
})
/** At most 200 of each: promises by their due date, complaints the oldest first. */
export const OpenCases = z.strictObject({ promises: z.array(OpenPromise), complaints: z.array(OpenComplaint) })
export type OpenPromise = z.infer<typeof OpenPromise>
export type OpenComplaint = z.infer<typeof OpenComplaint>
export type OpenCases = z.infer<typeof OpenCases>

/**
 * What an attribute of customers may be used for. feature: ranking may learn from it. protected: never, but who is called is
 * reported by it. ignore: neither.
 */
export const AttributeUse = z.enum(['feature', 'protected', 'ignore'])
export type AttributeUse = z.infer<typeof AttributeUse>
const AttributeName = z.string().check(z.minLength(1), z.maxLength(200))
/** `seenAt`: when a file last brought it. */
export const AttributeView = z.strictObject({ name: z.string(), use: AttributeUse, seenAt: Instant })
export type AttributeView = z.infer<typeof AttributeView>

const CasePath = z.strictObject({ id: z.uuid() })
export const ImportPath = z.strictObject({ id: ImportId })

export const peopleApi = {
  /** The head of the file (≤ 256 kB, as an octet stream) → a preview. */
  'import.preview': {
    method: 'POST',
    path: '/imports/preview',
    query: z.strictObject({ kind: ImportKind, mapping: z.optional(z.string().check(z.maxLength(4_000))) }),
    answer: ImportPreview,
  },
  /** The whole file as an octet stream; answers as soon as the run exists, progress comes by `import:<id>`. */
  'import.start': {
    method: 'POST',
    path: '/imports',
    query: z.strictObject({
      kind: ImportKind,
      fileName: z.string().check(z.maxLength(200)),
      mapping: z.string().check(z.maxLength(4_000)),
      bytes: z.string().check(z.regex(/^\d{1,12}$/)),
    }),
    answer: ImportRun,
  },
  'import.list': { method: 'GET', path: '/imports', answer: z.array(ImportRun) },
  'import.read': { method: 'GET', path: '/imports/:id', params: ImportPath, answer: ImportRun },
  /** Ends one that runs; what was imported stays. 409 `import.over` when it is over. */
  'import.cancel': { method: 'POST', path: '/imports/:id/cancel', params: ImportPath, answer: ImportRun },
  /** CSV: line, column, fault, the row as read. */
  'import.faults': { method: 'GET', path: '/imports/:id/faults.csv', params: ImportPath, answer: 'stream' },
  'people.timeline': {
    method: 'GET',
    path: '/customers/:id/timeline',
    params: z.strictObject({ id: CustomerId }),
    query: z.strictObject({ before: z.optional(Instant) }),
    answer: z.array(TimelineEntry),
  },
  'case.list': { method: 'GET', path: '/cases', answer: OpenCases },
  /** 409 'conflict' when it had been settled before. */
  'promise.settle': {
    method: 'POST',
    path: '/promises/:id/settle',
    params: CasePath,
    body: z.strictObject({ status: z.enum(['kept', 'broken']) }),
    answer: z.strictObject({}),
  },
  /** 409 'conflict' when it had been settled before. */
  'complaint.settle': {
    method: 'POST',
    path: '/complaints/:id/settle',
    params: CasePath,
    body: z.strictObject({ status: z.enum(['solved', 'closed']), note: z.string().check(z.maxLength(500)) }),
    answer: z.strictObject({}),
  },
  'attributes.read': { method: 'GET', path: '/attributes', answer: z.array(AttributeView) },
  /** 404. Ranking follows at once. */
  'attributes.use': {
    method: 'POST',
    path: '/attributes/use',
    body: z.strictObject({ name: AttributeName, use: AttributeUse }),
    answer: z.strictObject({}),
  },
} as const satisfies Record<string, Endpoint>
