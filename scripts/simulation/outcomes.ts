import type { DispositionInput, StopCode } from '#contract/outcomes'
import type { Outcome, Taxonomy } from '#contract/programme'
import { isStopCode, stopKindOf } from '../../server/outcomes/stop-kind.ts'
import { readDefaults } from '../../server/programme/defaults.ts'
import shipped from '../../server/programme/taxonomy.json' with { type: 'json' }
import { startOfDay } from '../../server/queue/daypart.ts'
import { isStopped, permitFor, recordStop, settleAttempt } from './gate.ts'
import { onDesk } from './line.ts'
import { close, comeBack, hold, NO_PHONE, zoneOf } from './queue.ts'
import { never } from './violation.ts'
import { type Call, get, type Item, movePresence, push, type World, type Written } from './world.ts'

/** Outcomes and stops as their services write them, one transaction a function. */

const rows = readDefaults(shipped, 'USD')
const TAXONOMY: Taxonomy = {
  ...rows,
  offers: rows.offers.map((offer) => ({ ...offer, costMinor: String(offer.costMinor) })),
}
const OUTCOMES = new Map(TAXONOMY.outcomes.map((outcome) => [outcome.code, outcome]))
const outcomeOf = (code: string): Outcome => get(OUTCOMES, code)
const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text))
const earliest = (texts: readonly (string | null)[]): Date | null => {
  const known = texts.flatMap((text) => (text === null ? [] : [Date.parse(text)]))
  return known.length > 0 ? new Date(Math.min(...known)) : null
}

function write(w: World, id: string, written: Written): void {
  w.written.set(id, written)
  push(w.outcomesOf, written.item, written)
  if (written.call === null) return
  never(w.writtenUp.has(written.call), 'an attempt has one outcome', () => written.call ?? '')
  w.writtenUp.add(written.call)
}

/** What follows for attempt, number and round. */
function settle(
  w: World,
  input: DispositionInput,
  item: Item,
  attempt: Call | null,
  outcome: Outcome,
  agent: string,
): void {
  const customer = get(w.customers, item.customer)
  const zone = zoneOf(w, item)
  const others = customer.phones.filter((phone) => phone !== item.phone && !customer.struck.has(phone))
  const same = (w.outcomesOf.get(item.id) ?? []).filter((one) => one.outcome === outcome.code)
  const today = startOfDay(w.now, zone).getTime()
  const follow = w.core.followUp(outcome, {
    now: w.now,
    zone,
    agentId: agent as never,
    attemptedAt: attempt?.dialled_at ?? null,
    sameToday: same.filter(({ at }) => at >= today).length,
    sameEver: same.length,
    agreedAt: toDate(input.callbackAt),
    promisedAt: toDate(input.promisedAt),
    offerUntil: null,
    promiseDueAt: earliest(input.promises.map(({ dueAt }) => dueAt)),
    retryAt: null,
    otherPhones: others.length,
  })
  if (attempt) settleAttempt(w, attempt.id, w.core.countsAgainstCaps(follow, attempt), outcome.code)
  if (follow.strikesPhone) customer.struck.add(item.phone)
  if (follow.next === 'close')
    return void close(w, item, follow.strikesPhone && follow.dataFix ? NO_PHONE : outcome.code, follow.againAt)
  const isShared = (phone: string) =>
    [...w.customers.values()].filter(({ phones }) => phones.includes(phone)).length > 1
  const next = follow.nextPhone ? others.find((phone) => !isShared(phone)) : undefined
  if (follow.nextPhone && !next) return void close(w, item, NO_PHONE, null)
  const { dueAt, reservedFor, reservedUntil } = follow
  const phone = follow.nextPhone ? (next ?? null) : null
  comeBack(w, item, {
    dueAt,
    reservedFor,
    reservedUntil,
    phone,
    callbackOf: follow.callback ? agent : null,
    outcome: outcome.code,
  })
}

export function save(w: World, agent: string, input: DispositionInput): string {
  if (w.written.has(input.id)) return 'again'
  const held = hold(w, agent, { item: input.workItemId, fence: BigInt(input.fence) })
  if (!held) return 'lease lost'
  const { item } = held
  const latest = w.calls.get(w.latestOfItem.get(item.id) ?? '')
  const attempt = latest && onDesk(w, latest) ? latest : null
  if (input.callId !== null && input.callId !== attempt?.id) return 'stale'
  if (attempt && attempt.state !== 'ended') return 'call open'
  if (attempt && w.writtenUp.has(attempt.id)) return 'saved'
  const problems = w.core.checkDisposition(input, {
    taxonomy: TAXONOMY,
    role: 'agent',
    campaignOffers: [],
    attempt: attempt && {
      state: attempt.state,
      endedAs: attempt.ended_as,
      answered: attempt.answered_at !== null || attempt.ended_as === 'completed',
    },
    now: w.now,
  })
  if (problems[0]) return problems[0].code
  if (isStopCode(input.outcome)) recordStop(w, item.customer, stopKindOf(input.outcome))
  const permit = permitFor(w, item.customer, item.phone, null)
  const standing = permit.allowed ? [] : w.core.standingStops(permit.denials)
  const outcome = outcomeOf(w.core.strongestOutcome([input.outcome, ...standing]) ?? input.outcome)
  never(
    w.stops.has(item.customer) && !isStopCode(outcome.code),
    'a stop stands above everything',
    () => `${outcome.code} was kept of ${item.customer}`,
  )
  write(w, input.id, { item: item.id, call: attempt?.id ?? null, outcome: outcome.code, at: w.now.getTime() })
  const customer = get(w.customers, item.customer)
  customer.openPromises += input.promises.length
  if (outcome.retry.delay === 'case-closed') customer.openComplaints = Math.max(1, customer.openComplaints)
  if (outcome.code.startsWith('L.')) customer.lastRefusalAt = w.now
  const { closedAt } = customer.episode
  Object.assign(customer.episode, w.core.moveOfOutcome(outcome, customer.episode, w.now, toDate(input.promisedAt)))
  never(closedAt !== null && customer.episode.closedAt === null, 'an episode that ended stays ended', () => customer.id)
  settle(w, input, item, attempt, outcome, agent)
  never(isStopCode(outcome.code) && item.work.state !== 'closed', 'a stop ends the round', () => item.id)
  const { presence } = get(w.agents, agent)
  if (presence === 'calling' || presence === 'talking') movePresence(w, agent, [presence], 'wrapUp')
  movePresence(w, agent, ['preview', 'wrapUp'], input.next)
  return `saved as ${outcome.code}`
}

/** Commits when pressed; who spoke with her last may say so after the lease is lost. */
export function pressStop(w: World, agent: string, desk: { item: string; fence: bigint }, code: StopCode): string {
  const latest = w.calls.get(w.latestOfItem.get(desk.item) ?? '')
  const customer = hold(w, agent, desk)?.item.customer ?? (latest?.agent === agent ? latest.customer : null)
  if (!customer) return 'not hers'
  recordStop(w, customer, stopKindOf(code))
  return `${customer} is left alone`
}

/** Writes up what vanished agents left. */
export function writeUpAbandoned(w: World): string {
  let count = 0
  for (const call of w.calls.values()) {
    if (call.state !== 'ended' || call.ended_as === null || onDesk(w, call) || w.writtenUp.has(call.id)) continue
    const later = (w.outcomesOf.get(call.item) ?? []).some(({ at }) => at >= call.dialled_at.getTime())
    if (later) continue
    const code = w.core.outcomeOfLine({ ...call, ended_as: call.ended_as })
    write(w, `auto ${call.id}`, { item: call.item, call: call.id, outcome: code, at: w.now.getTime() })
    settleAttempt(w, call.id, w.core.countsAgainstCaps(outcomeOf(code).retry, call), code)
    count++
  }
  return `${count} written up`
}

/** An import brings a stop for somebody. */
export function importStop(w: World, customer: string): string {
  if (!w.customers.has(customer)) return '-'
  const before = isStopped(w, customer, customer)
  recordStop(w, customer, 'call')
  return `${customer} ${before ? 'again' : 'is to be left alone'}`
}
