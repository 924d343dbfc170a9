import * as z from 'zod/mini'
import { CallView, SeatView, TransferView } from './calls.ts'
import { CallId, UserId, WorkItemId } from './ids.ts'
import { Problem } from './problem.ts'
import { PresenceState } from './staff.ts'
import { Fence, Instant, Version } from './values.ts'

/** The document of the topic `agent:<userId>`: the desk's frame. */
export const AgentDesk = z.strictObject({
  userId: UserId,
  name: z.string(),
  state: PresenceState,
  since: Instant,
  card: z.nullable(z.strictObject({ workItemId: WorkItemId, fence: Fence, leaseUntil: Instant })),
  call: z.nullable(CallView),
  /** Somebody rings us, and their card is on this desk: to be answered before `until`, else it goes to a colleague. */
  offer: z.nullable(z.strictObject({ callId: CallId, since: Instant, until: Instant })),
  /** When the server dials by itself; null: the agent does. */
  dialsAt: z.nullable(Instant),
  /** The server would dial by itself, and the agent reads on. */
  isCountdownHeld: z.boolean(),
  transfer: z.nullable(TransferView),
  /** Who has the customer now that was on this desk last; null when nobody took one over. */
  handedTo: z.nullable(z.string()),
  /** Whose conversation this person helps in. */
  consultedBy: z.nullable(z.string()),
  /** Who of the supervisors can be heard in this room, and by whom. */
  heardWith: z.nullable(z.strictObject({ name: z.string(), mode: z.enum(['whisper', 'join']) })),
  seat: SeatView,
  helpSince: z.nullable(Instant),
  wrapUp: z.nullable(z.strictObject({ endsAt: Instant, extensionsLeft: z.int() })),
  today: z.strictObject({ attempts: Version, reached: Version, won: Version }),
  nextCallback: z.nullable(z.strictObject({ dueAt: Instant, customerName: z.string() })),
  /** Why nothing comes although ready ('queue.empty', 'queue.hours-closed', …). */
  idle: z.nullable(Problem),
})
export type AgentDesk = z.infer<typeof AgentDesk>

/** `agent:<userId>` · `card:<workItemId>` · `wall` · `floor` · `quality` · `audit` · `line` · `import:<importId>` */
export const Topic = z
  .string()
  .check(z.regex(/^(wall|floor|quality|audit|line|(agent|card|import):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/))
export type Topic = z.infer<typeof Topic>

/** A topic's newest document. The version is raised in the transaction that changed it; a screen keeps the highest. */
export const Push = z.strictObject({ topic: Topic, version: Version, document: z.unknown() })
export type Push = z.infer<typeof Push>

/** The server's clock: now = epoch + (the machine's time − origin) × speed, so that screens count in its time. */
export const ClockFrame = z.strictObject({ now: Instant, speed: z.number() })
export type ClockFrame = z.infer<typeof ClockFrame>

export const WatchAnswer = z.union([
  z.strictObject({ ok: z.literal(true), push: Push, clock: ClockFrame }),
  z.strictObject({ ok: z.literal(false), problem: Problem }),
])
export type WatchAnswer = z.infer<typeof WatchAnswer>
export const LeaseAnswer = z.union([
  z.strictObject({ ok: z.literal(true), leaseUntil: Instant }),
  z.strictObject({ ok: z.literal(false), problem: Problem }),
])
export type LeaseAnswer = z.infer<typeof LeaseAnswer>

export const WatchInput = z.strictObject({ topic: Topic })
export const LeaseInput = z.strictObject({ workItemId: WorkItemId, fence: Fence })

/** Commands from the screen; each is answered. Rooms are joined by the server after it has asked the policy. */
export type ClientToServer = {
  'topic:watch': (input: z.infer<typeof WatchInput>, answer: (a: WatchAnswer) => void) => void
  'topic:leave': (input: z.infer<typeof WatchInput>) => void
  'lease:renew': (input: z.infer<typeof LeaseInput>, answer: (a: LeaseAnswer) => void) => void
}

/** Facts from the server. `topic:versions` is the heartbeat: a newer version than the screen's means a push was lost. */
export type ServerToClient = {
  'topic:changed': (push: Push) => void
  'topic:versions': (beat: { versions: Record<string, number>; clock: ClockFrame }) => void
  /** The server cannot read what it shows: what the screen shows may be old, until versions come again. */
  'data:away': () => void
  'session:ended': (why: Problem) => void
  /** This process stops: another answers at the same address. */
  'server:closing': () => void
}
