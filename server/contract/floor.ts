import * as z from 'zod/mini'
import { SeatView } from './calls.ts'
import type { Endpoint } from './endpoint.ts'
import { CallId, UserId } from './ids.ts'
import { PresenceState, Role } from './staff.ts'
import { Instant, Locale, Version } from './values.ts'

/** listen: heard by nobody · whisper: by the agent alone · join: by the customer too · off: out of the room. */
export const SupervisionMode = z.enum(['off', 'listen', 'whisper', 'join'])
export type SupervisionMode = z.infer<typeof SupervisionMode>

/** In a conversation, or about to be: who may be listened to. */
export const HEARD_STATES = [
  'ready',
  'preview',
  'calling',
  'talking',
  'consult',
] as const satisfies readonly PresenceState[]

const With = z.strictObject({ userId: UserId, name: z.string(), mode: SupervisionMode })

export const FloorAgent = z.strictObject({
  userId: UserId,
  name: z.string(),
  role: Role,
  state: PresenceState,
  since: Instant,
  seated: z.boolean(),
  helpSince: z.nullable(Instant),
  /** The conversation they are in, or the card before them. */
  call: z.nullable(
    z.strictObject({
      id: CallId,
      direction: z.enum(['in', 'out']),
      answeredAt: z.nullable(Instant),
      held: z.boolean(),
      recorded: z.boolean(),
    }),
  ),
  customerName: z.nullable(z.string()),
  campaignName: z.nullable(z.string()),
  supervisors: z.array(With),
})
export type FloorAgent = z.infer<typeof FloorAgent>

export const Caller = z.strictObject({
  id: CallId,
  state: z.enum(['greeted', 'waiting', 'offered']),
  language: Locale,
  since: Instant,
  /** Null while they listen to the greeting. */
  position: z.nullable(z.int()),
  customerName: z.nullable(z.string()),
  agentName: z.nullable(z.string()),
})
export type Caller = z.infer<typeof Caller>

/** The document of the topic `floor`: this supervisor's team, help first, and who waits on our number. */
export const Floor = z.strictObject({
  asOf: Instant,
  agents: z.array(FloorAgent),
  callers: z.array(Caller),
  /** Since midnight of the centre. `toHumanSeconds`: median from the first ring to a human's voice. */
  inbound: z.strictObject({
    arrived: Version,
    answered: Version,
    callbacks: Version,
    gone: Version,
    zeroOuts: Version,
    toHumanSeconds: z.nullable(z.number()),
  }),
  mine: z.strictObject({
    state: PresenceState,
    seat: z.nullable(SeatView),
    supervising: z.nullable(z.strictObject({ agentId: UserId, mode: SupervisionMode, applied: z.boolean() })),
    /** The last wish that was heard of: the next one has a higher number. */
    revision: Version,
  }),
})
export type Floor = z.infer<typeof Floor>

const Agent = z.strictObject({ id: UserId })
export const floorApi = {
  /** A supervisor's own ear and mouth: rung and seated, or out of it. */
  'floor.sit': {
    method: 'PUT',
    path: '/floor/seat',
    body: z.strictObject({ on: z.boolean() }),
    answer: z.strictObject({}),
  },
  /** A wish with a lower revision than one that was heard already changes nothing. */
  'floor.supervise': {
    method: 'PUT',
    path: '/floor/:id/supervision',
    params: Agent,
    body: z.strictObject({ mode: SupervisionMode, revision: Version }),
    answer: z.strictObject({ mode: SupervisionMode, revision: Version }),
  },
  /** The customer goes on with the supervisor, whose desk the card is then on. */
  'floor.takeOver': { method: 'POST', path: '/floor/:id/take-over', params: Agent, answer: z.strictObject({}) },
  /** A desk that is stuck: its call is ended and its customer goes back to the queue, marked as such. */
  'floor.release': { method: 'POST', path: '/floor/:id/release', params: Agent, answer: z.strictObject({}) },
} as const satisfies Record<string, Endpoint>
