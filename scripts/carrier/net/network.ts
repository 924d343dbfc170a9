import type { Clock } from '../clock/clock.ts'
import type { Chance } from '../clock/prng.ts'
import type { Method, Sender } from '../hooks/sender.ts'
import type { Media } from '../media/length.ts'
import type { Stretch } from '../media/wav.ts'
import type { Persona } from '../people/persona.ts'
import type { Truth } from '../truth/truth.ts'

export type LegStatus =
  | 'queued'
  | 'initiated'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'canceled'
  | 'failed'

export type Callback = { url: string; method: Method; events: ReadonlySet<string> }
export type Page = { url: string; method: Method }
/** Where instructions come from: an address, or TwiML at hand. */
export type Source = Page | { twiml: string }
export type Says = 'hello' | 'voicemail' | 'wrong-number' | 'stop'
export type EndedBy = 'callee' | 'caller' | 'api' | 'timeout' | 'network' | 'twiml' | 'conference'

export type Leg = {
  sid: string
  direction: 'inbound' | 'outbound-api' | 'outbound-dial'
  to: string
  from: string
  parent: Leg | null
  intent: string | undefined
  status: LegStatus
  createdAt: number
  updatedAt: number
  invitedAt: number | null
  answeredAt: number | null
  endedAt: number | null
  queueMs: number
  timeoutSeconds: number
  timeLimitSeconds: number
  callback: Callback | null
  /** Numbers every change, whether or not anybody subscribed to it. */
  sequence: number
  fallback: Page | null
  sipCode: number | null
  answeredBy: string | null
  detectsMachines: boolean
  persona: Persona | null
  says: Says | null
  /** What this end hears that is nobody's voice. */
  sounds: Set<object>
  /** The browser's own mute, which no conference knows of. */
  microphoneOff: boolean
  /** The instructions being followed; another object means that these were abandoned. */
  script: object | null
  digits: ((digits: string) => void) | null
  /** Told when other instructions take the leg away from where it is. */
  onMoved: (() => void) | null
  seat: Seat | null
  onAnswer: () => void
  onEnd: Set<() => void>
}

export type Seat = {
  leg: Leg
  conference: Conference
  label: string | null
  joined: boolean
  muted: boolean
  hold: boolean
  coaching: boolean
  coached: string | null
  startsOnEnter: boolean
  endsOnExit: boolean
  earlyMedia: boolean
  beepsOnEnter: boolean
  beepsOnExit: boolean
  createdAt: number
  updatedAt: number
  onLeave: () => void
  /** Stop what is played to this participant. */
  sounds: Set<() => void>
  stopHold: (() => void) | null
}

export type Conference = {
  sid: string
  name: string
  /** The two ends of a <Dial><Number>: no conference to the customer, only people who hear each other. */
  hidden: boolean
  status: 'init' | 'in-progress' | 'completed'
  createdAt: number
  updatedAt: number
  seats: Map<string, Seat>
  callback: Callback | null
  sequence: number
  reasonEnded: string | null
  endedBySid: string | null
  /** `listener>speaker` for each pair at this moment. */
  hearing: Set<string>
  onStart: Set<() => void>
  onEnd: Set<() => void>
}

/** How somebody left a queue, as its action is told. */
export type QueueResult =
  | 'bridged'
  | 'hangup'
  | 'leave'
  | 'redirected'
  | 'redirected-from-bridged'
  | 'error'
  | 'queue-full'

export type Member = {
  leg: Leg
  queue: Queue
  since: number
  /** Out of the queue to be connected; the answer says that the connection is over. */
  take: () => () => void
}

export type Queue = {
  sid: string
  name: string
  mostMembers: number
  createdAt: number
  updatedAt: number
  members: Member[]
  /** Those who dialled the queue while it was empty, in the order in which they did. */
  awaiting: ((first: Member) => void)[]
}

/**
 * in-progress ⇄ paused, by the API. Either becomes stopped by the API or processing when the call is over; a second
 * later the file is there: completed, or absent when nothing was taken. deleted, by the API, keeps the facts and no sound.
 */
export type RecordingStatus = 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent' | 'deleted'
export type RecordingSource =
  | 'DialVerb'
  | 'Conference'
  | 'OutboundAPI'
  | 'RecordVerb'
  | 'StartCallRecordingAPI'
  | 'StartConferenceRecordingAPI'
/** What a pause leaves in the file: nothing, or as much silence. */
export type PauseBehavior = 'skip' | 'silence'

export type Recording = {
  sid: string
  leg: Leg
  conference: Conference | null
  channels: 1 | 2
  track: string
  source: RecordingSource
  callback: Callback | null
  status: RecordingStatus
  createdAt: number
  updatedAt: number
  /** What the file holds so far, and since when the last of it lasts; null while a pause leaves nothing. */
  taken: Stretch[]
  takingSince: number | null
  pause: PauseBehavior
}

export type Change = 'dial' | 'ringing' | 'answered' | 'ended' | 'hearing'
export type Watcher = (change: Change, leg: Leg) => void

export type OwnNumber = { voiceUrl: string; fallbackUrl?: string | undefined; statusCallback?: string | undefined }
export type Refusal = { prefix: string; code: number }

export type Network = {
  account: string
  /** Where this network is reached. */
  address: () => string
  clock: Clock
  chance: Chance
  truth: Truth
  sender: Sender
  legs: Map<string, Leg>
  /** By SID, the ended ones too. */
  conferences: Map<string, Conference>
  /** By name, those that have not ended. */
  rooms: Map<string, Conference>
  recordings: Map<string, Recording>
  /** By SID. */
  queues: Map<string, Queue>
  /** Sound files by address, those that could be fetched. */
  media: Map<string, Media>
  numbers: Map<string, OwnNumber>
  refusals: Refusal[]
  watchers: Watcher[]
  /** Virtual milliseconds until the next call may leave. */
  takeSlot: () => number
}

const ENDED: ReadonlySet<LegStatus> = new Set(['completed', 'busy', 'no-answer', 'canceled', 'failed'])
export const isOver = (leg: Leg): boolean => ENDED.has(leg.status)
export const isClient = (address: string): boolean => address.startsWith('client:')
export const secondsBetween = (from: number | null, to: number | null): number =>
  from === null || to === null ? 0 : Math.max(0, Math.round((to - from) / 1000))
