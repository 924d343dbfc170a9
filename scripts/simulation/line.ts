import type { CallEnd } from '#contract/calls'
import type { LegFact } from '../../server/telephony/call-fold.ts'
import { type Ending, NEVER_PLACED, NEWS_SECONDS, newsSince } from '../../server/telephony/care.ts'
import { addAttempt, checkRelease, isStopped, permitFor, settleAttempt } from './gate.ts'
import { factOf, isLate } from './network.ts'
import { hold } from './queue.ts'
import { never } from './violation.ts'
import { type Call, type Caring, get, movePresence, type World } from './world.ts'

/** Dials and calls as telephony's services run them, one transaction a function. */

const STATES = ['intended', 'sent', 'ringing', 'answered', 'ended']
const order = (state: Call['state']): number => STATES.indexOf(state === 'unknown' ? 'sent' : state)
const wall = (ms: number): number => ms
const isSettled = ({ intent_state }: Call): boolean => intent_state === 'done' || intent_state === 'refused'
export const onDesk = (w: World, call: Call): boolean => {
  const { work } = get(w.items, call.item)
  return work.state === 'leased' && work.fence === call.fence
}

/** The dial's one transaction. */
export function dial(w: World, agentId: string, desk: { item: string; fence: bigint }, id: string): string {
  const held = hold(w, agentId, desk)
  if (!held) return 'lease lost'
  if (w.calls.has(id)) return 'again'
  const { item, work } = held
  const latest = w.calls.get(w.latestOfItem.get(item.id) ?? '') ?? null
  if (latest && latest.state !== 'ended') return 'busy'
  const agreedAt = w.callbacks.get(item.id)?.dueAt ?? null
  const permit = permitFor(w, item.customer, item.phone, agreedAt)
  if (!permit.allowed) return `denied by ${permit.denials.map(({ rule }) => rule).join(', ')}`
  if (w.intentOn.has(item.phone)) return 'busy'
  const agent = get(w.agents, agentId)
  if (!movePresence(w, agentId, w.core.dialsFrom(latest), 'calling')) return 'busy'
  const call: Call = {
    id,
    item: item.id,
    fence: work.fence,
    customer: item.customer,
    phone: item.phone,
    agent: agentId,
    awaited: agreedAt !== null && agreedAt <= w.now,
    mode: 'carrier',
    intent_state: 'created',
    sid: null,
    state: 'intended',
    ended_as: null,
    dialled_at: w.now,
    sent_at: null,
    ringing_at: null,
    answered_at: null,
    cancel_at: null,
    facts: [],
    hangUps: 0,
    idleCares: 0,
  }
  w.calls.set(id, call)
  w.intentOn.set(call.phone, id)
  w.latestOfItem.set(item.id, id)
  agent.latestCall = id
  addAttempt(w, call)
  return 'dialled'
}

function refold(w: World, call: Call, sid: string | null): void {
  const fold = w.core.foldCall(w.core.stateBeforeFacts(call.intent_state, sid), call.facts)
  never(
    order(fold.state) < order(call.state),
    'a call never goes back',
    () => `${call.id}: ${call.state} → ${fold.state}`,
  )
  const before = call.state
  call.sid = sid
  call.state = fold.state
  call.ended_as = fold.endedAs
  call.ringing_at = fold.ringingAt
  call.answered_at = fold.answeredAt
  const settled = w.core.settledAs(fold)
  if (settled && !isSettled(call)) {
    call.intent_state = settled
    if (w.intentOn.get(call.phone) === call.id) w.intentOn.delete(call.phone)
  }
  if (call.state === before) return
  if (call.state === 'ended') w.news.ended.push(call.id)
  if (call.state === 'answered') w.news.answered.push(call.id)
  if (get(w.agents, call.agent).latestCall !== call.id) return
  if (call.state === 'answered') movePresence(w, call.agent, ['calling'], 'talking')
  if (call.state === 'ended') movePresence(w, call.agent, ['calling', 'talking'], 'wrapUp')
}

/** One more fact; the same one twice is one. */
function learn(w: World, call: Call, source: string, fact: LegFact, sid: string | null): void {
  const key = `${sid ?? ''} ${source} ${fact.seq} ${fact.status}`
  if (call.facts.some((known) => known.key === key)) return
  call.facts.push({ ...fact, key })
  refold(w, call, sid ?? call.sid)
}
const endItself = (w: World, call: Call, as: CallEnd): void => {
  const leg = w.legs.get(call.id)
  never(leg?.live === true && !isLate(w, leg), 'a call that rings is not over', () => `${call.id} ended as ${as}`)
  learn(w, call, 'own', { status: as, seq: 0, at: w.now, seconds: null }, null)
}
function findStray(w: World, call: Call): boolean {
  if (!w.core.isStray(call)) return false
  settleAttempt(w, call.id, true, 'X.NA')
  return true
}
function bind(call: Call, sid: string): boolean {
  if (call.sid !== null) return call.sid === sid
  if (!isSettled(call)) call.intent_state = 'bound'
  return true
}

/** The last look, and the request leaves. */
export function release(w: World, id: string): string {
  const call = w.calls.get(id)
  if (!call) return '-'
  const verdict = w.core.judgeRelease(call, permitFor(w, call.customer, call.phone, null))
  if (verdict === 'gone') return verdict
  if (verdict !== 'send') {
    settleAttempt(w, id, false, verdict === 'blocked' ? 'X.BLK' : 'X.FAIL')
    endItself(w, call, 'canceled')
    return verdict
  }
  never(call.sent_at !== null, 'the carrier is asked once', () => id)
  checkRelease(w, call)
  call.intent_state = 'sent'
  call.sent_at = w.now
  refold(w, call, call.sid)
  return verdict
}

/** What the process hears of its request. */
export function answer(w: World, id: string, as: 'accepted' | 'refused' | 'silence'): string {
  const call = w.calls.get(id)
  if (!call?.sent_at) return '-'
  const fault =
    as === 'refused' ? w.core.readCreateFault({ status: 429 }) : w.core.readCreateFault({ code: 'ECONNABORTED' })
  if (as === 'accepted') {
    if (!w.legs.has(id)) return '-'
    const stray = findStray(w, call)
    const bound = bind(call, `CA ${id}`)
    refold(w, call, call.sid ?? `CA ${id}`)
    if (stray || !bound || call.cancel_at) call.hangUps++
    return stray ? 'too late' : 'bound'
  }
  if (as === 'refused' && w.legs.has(id)) return '-'
  if (fault.kind === 'refused') {
    if (isSettled(call)) return '-'
    settleAttempt(w, id, false, 'X.FAIL')
    endItself(w, call, 'refused')
    return 'refused'
  }
  if (call.intent_state !== 'sent') return 'known already'
  call.intent_state = 'unknown'
  refold(w, call, call.sid)
  return 'unknown'
}

export function takeCallback(w: World, id: string, status: LegFact['status'], seq: number): string {
  const call = w.calls.get(id)
  const fact = factOf(w, id, status, seq)
  if (!call || !fact || call.intent_state === 'created') return '-'
  const { sid: before } = call
  const stray = findStray(w, call)
  if (!bind(call, `CA ${id}`)) return '-'
  learn(w, call, 'webhook', fact, `CA ${id}`)
  if (before === null && (stray || call.cancel_at)) call.hangUps++
  const leg = w.legs.get(id)
  const ownEnd = call.facts.some(({ key }) => key.startsWith(' own'))
  never(
    ownEnd && leg?.live === true && before === null && call.hangUps === 0,
    'a leg of a call given up is hung up',
    () => id,
  )
  return call.state
}

export function askToCancel(w: World, id: string): boolean {
  const call = w.calls.get(id)
  if (!call || isSettled(call) || call.cancel_at) return false
  call.cancel_at = w.now
  if (call.sid) call.hangUps++
  return true
}

/** Ends what rings and is not wanted any more; a conversation is left to the two who have it. */
export function endUnwanted(w: World): string {
  let ended = 0
  for (const id of w.intentOn.values()) {
    const call = get(w.calls, id)
    if (call.state === 'answered' || call.cancel_at || !isStopped(w, call.customer, call.phone)) continue
    const permit = permitFor(w, call.customer, call.phone, null)
    if (!permit.allowed && permit.denials.some(({ rule }) => rule === 'stop') && askToCancel(w, id)) ended++
    never(call.cancel_at === null, 'what rings ends at a stop', () => id)
  }
  return `${ended} to end`
}

/** A sweep's first half: reads each call that is not settled, decides, asks the carrier. Returns the calls whose second half is to come. */
export function tend(w: World): string[] {
  endUnwanted(w)
  const pending: string[] = []
  for (const id of w.intentOn.values()) {
    const call = get(w.calls, id)
    if (!onDesk(w, call)) askToCancel(w, id)
    if (call.cancel_at && call.sid) call.hangUps = Math.max(call.hangUps, 1)
    const care = w.core.careFor({ ...call, on_desk: onDesk(w, call) }, w.now, wall)
    if (!care) continue
    const due = w.now.getTime() - (w.asked.get(id) ?? newsSince(call).getTime()) >= NEWS_SECONDS * 1_000
    if (care.kind === 'find' && care.doubt && call.intent_state === 'sent') {
      call.intent_state = 'unknown'
      refold(w, call, call.sid)
    }
    if (care.kind !== 'end' && !due) continue
    w.asked.set(id, w.now.getTime())
    const leg = w.legs.get(id)
    const listed = leg !== undefined && (care.kind === 'look' || leg.listedAt <= w.now.getTime())
    const seen = care.kind === 'end' ? null : listed ? factOf(w, id, null, 0) : 'nothing'
    w.carings.set(id, { at: w.now.getTime(), read: { ...call }, care, seen })
    pending.push(id)
  }
  return pending
}

function end(w: World, { read }: Caring, { as, attempt }: Ending): string {
  const call = get(w.calls, read.id)
  if (!w.core.stillHolds(read, call)) return 'there is news'
  settleAttempt(w, call.id, attempt.counted, attempt.outcome)
  endItself(w, call, as)
  return `ended as ${as}`
}

/** A sweep's second half: writes what it found, by what is true now. */
export function care(w: World, id: string): string {
  const caring = w.carings.get(id)
  const call = w.calls.get(id)
  if (!caring || !call) return '-'
  w.carings.delete(id)
  const { care: wanted, seen, read } = caring
  if (wanted.kind === 'end') return end(w, caring, wanted.ending)
  const leg = w.legs.get(id)
  if (!leg?.live) call.idleCares++
  never(call.idleCares > 9, 'an unknown dial settles, a call ends', () => `${id} is ${call.state}`)
  if (seen === 'nothing') {
    if (wanted.kind === 'find' && w.core.isNeverPlaced(read, w.now, wall)) return end(w, caring, NEVER_PLACED)
    return 'nothing yet'
  }
  if (!seen) return '-'
  if (wanted.kind === 'find') {
    if (call.sid) return 'bound already'
    bind(call, `CA ${id}`)
    refold(w, call, `CA ${id}`)
  }
  if (seen.status !== 'queued') learn(w, call, 'snapshot', seen, `CA ${id}`)
  return call.state
}
