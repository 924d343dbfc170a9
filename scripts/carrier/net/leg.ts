import { drawSid } from '../clock/prng.ts'
import { factsOf, type LegEvent, notifyStatus } from '../hooks/call-params.ts'
import type { TruthEvent } from '../truth/truth.ts'
import { type EndedBy, isOver, type Leg, type LegStatus, type Network, secondsBetween } from './network.ts'

/** Which state may follow which; what ended stays as it ended. */
const MOVES: Record<LegStatus, readonly LegStatus[]> = {
  queued: ['initiated', 'canceled', 'failed'],
  initiated: ['ringing', 'in-progress', 'busy', 'no-answer', 'canceled', 'failed'],
  ringing: ['in-progress', 'completed', 'busy', 'no-answer', 'canceled', 'failed'],
  'in-progress': ['completed', 'failed'],
  completed: [],
  busy: [],
  'no-answer': [],
  canceled: [],
  failed: [],
}
/** Twilio's own limit of a call, 4 hours. */
const LONGEST_CALL_SECONDS = 14_400
const DEFAULT_TIMEOUT_SECONDS = 60

export type LegWanted = Pick<Leg, 'direction' | 'to' | 'from'> &
  Partial<Omit<Leg, 'sid' | 'status' | 'createdAt' | 'updatedAt' | 'sequence' | 'onEnd'>>

export function createLeg(net: Network, wanted: LegWanted): Leg {
  const now = net.clock.now()
  const leg: Leg = {
    parent: null,
    intent: readIntent(wanted.callback?.url),
    invitedAt: null,
    answeredAt: null,
    endedAt: null,
    queueMs: 0,
    timeoutSeconds: DEFAULT_TIMEOUT_SECONDS,
    timeLimitSeconds: LONGEST_CALL_SECONDS,
    callback: null,
    fallback: null,
    sipCode: null,
    answeredBy: null,
    detectsMachines: false,
    persona: null,
    says: null,
    sounds: new Set(),
    microphoneOff: false,
    script: null,
    digits: null,
    onMoved: null,
    seat: null,
    onAnswer: () => undefined,
    ...wanted,
    sid: drawSid(net.chance, 'CA'),
    status: wanted.direction === 'inbound' ? 'ringing' : 'queued',
    createdAt: now,
    updatedAt: now,
    sequence: 0,
    onEnd: new Set(),
  }
  net.legs.set(leg.sid, leg)
  net.truth.record('create', { ...factsOf(leg), direction: leg.direction, queueMs: leg.queueMs })
  return leg
}

const readIntent = (url: string | undefined): string | undefined =>
  url === undefined
    ? undefined
    : (new URLSearchParams(url.split('#', 1)[0]?.split('?')[1] ?? '').get('intent') ?? undefined)

/** Moves a leg on, or does nothing and says false when its state does not allow it. */
function moveLeg(net: Network, leg: Leg, status: LegStatus, truth: TruthEvent, event: LegEvent, facts = {}): boolean {
  if (!MOVES[leg.status].includes(status)) return false
  leg.status = status
  leg.updatedAt = net.clock.now()
  if (isOver(leg)) leg.endedAt = leg.updatedAt
  if (status === 'in-progress') leg.answeredAt = leg.updatedAt
  if (status === 'initiated') leg.invitedAt = leg.updatedAt
  net.truth.record(truth, { ...factsOf(leg), ...facts })
  notifyStatus(net, leg, event)
  return true
}

const tell = (net: Network, change: Parameters<Network['watchers'][number]>[0], leg: Leg): void => {
  for (const watcher of net.watchers) watcher(change, leg)
}

/** Leaves the queue: the other end is invited, and rings until `timeoutSeconds` have passed. */
export function inviteLeg(net: Network, leg: Leg): void {
  if (!moveLeg(net, leg, 'initiated', 'invite', 'initiated')) return
  tell(net, 'dial', leg)
}

export function ringLeg(net: Network, leg: Leg): void {
  if (!moveLeg(net, leg, 'ringing', 'ring', 'ringing')) return
  net.clock.after(leg.timeoutSeconds * 1000, () => {
    if (leg.status === 'ringing') endLeg(net, leg, 'no-answer', 'timeout', 487)
  })
  tell(net, 'ringing', leg)
}

export function answerLeg(net: Network, leg: Leg): void {
  if (!moveLeg(net, leg, 'in-progress', 'answer', 'answered')) return
  net.clock.after(leg.timeLimitSeconds * 1000, () => endLeg(net, leg, 'completed', 'network', 200))
  leg.onAnswer()
  tell(net, 'answered', leg)
}

export function endLeg(net: Network, leg: Leg, status: LegStatus, by: EndedBy, sipCode: number): void {
  if (isOver(leg) || !MOVES[leg.status].includes(status)) return
  leg.sipCode = sipCode
  const seconds = secondsBetween(leg.answeredAt, net.clock.now())
  if (!moveLeg(net, leg, status, 'end', 'completed', { status, by, sipCode, seconds })) return
  leg.script = null
  leg.digits = null
  for (const done of [...leg.onEnd]) done()
  tell(net, 'ended', leg)
}

/** Ends a leg whatever its state: one not answered yet is cancelled. */
export function hangUp(net: Network, leg: Leg, by: EndedBy): void {
  if (leg.status === 'in-progress') endLeg(net, leg, 'completed', by, 200)
  else if (leg.direction === 'inbound' && by === 'twiml') endLeg(net, leg, 'completed', by, 200)
  else endLeg(net, leg, leg.direction === 'inbound' ? 'no-answer' : 'canceled', by, 487)
}
