import type { CallEnd, CallState } from '#contract/calls'
import type { DispositionInput, StopCode } from '#contract/outcomes'
import type { PresenceState } from '#contract/staff'
import type { Attempt as GateAttempt, StopKind } from '../../server/compliance/permit-context.ts'
import type { WorkItem } from '../../server/queue/work-item.ts'
import { hasCard, leadsTo } from '../../server/staff/presence.ts'
import type { LegFact } from '../../server/telephony/call-fold.ts'
import type { Care } from '../../server/telephony/care.ts'
import type { CallMode, IntentState } from '../../server/telephony/intent.ts'
import type { Core } from './core.ts'
import type { Resident, Town } from './town.ts'
import { never } from './violation.ts'

/** The tables in memory, with the uniqueness that the database enforces. Every row is changed here or by the one file that owns it. */

export type Item = {
  id: string
  customer: string
  phone: string
  lastOutcome: string | null
  createdAt: Date
  work: WorkItem
}
export type Callback = { agent: string; dueAt: Date; state: 'pending' | 'taken' | 'missed' }
export type Attempt = GateAttempt & { call: string; customer: string; phoneId: string }
export type Stop = { kind: StopKind; scope: 'person' | 'number'; at: Date }
export type Customer = Resident & {
  struck: Set<string>
  episode: { state: string; reachedAt: Date | null; closedAt: Date | null }
  openPromises: number
  openComplaints: number
  lastRefusalAt: Date | null
  rounds: number
  lastClosedAs: string | null
}
/** What the agent's browser remembers. */
export type Desk = { item: string; fence: bigint; call: string | null }
export type Agent = { id: string; presence: PresenceState; desk: Desk | null; latestCall: string | null; skips: Date[] }
export type Call = {
  id: string
  item: string
  fence: bigint
  customer: string
  phone: string
  agent: string
  /** The agreed time that let this call pass the house's caps. */
  awaited: boolean
  mode: CallMode
  intent_state: IntentState
  sid: string | null
  state: CallState
  ended_as: CallEnd | null
  dialled_at: Date
  sent_at: Date | null
  ringing_at: Date | null
  answered_at: Date | null
  cancel_at: Date | null
  facts: (LegFact & { key: string })[]
  /** Wishes to end its leg that are on their way to the carrier. */
  hangUps: number
  /** How often it was looked after since nobody was on the line any more. */
  idleCares: number
}
/** A leg as the network has it: the truth. */
export type Leg = {
  call: string
  arrivedAt: number
  /** The carrier's list shows it from then on. */
  listedAt: number
  /** When each status was reached. */
  reached: Map<LegFact['status'], number>
  live: boolean
}
export type Message =
  | { kind: 'save'; agent: string; input: DispositionInput }
  | { kind: 'stop'; agent: string; item: string; fence: bigint; code: StopCode }
/** A sweep that has read a call and asked the carrier, and has not written yet. */
export type Caring = { at: number; read: Call; care: Care; seen: LegFact | 'nothing' | null }
export type Written = { item: string; call: string | null; outcome: string; at: number }

export type World = ReturnType<typeof createWorld>

export function createWorld(town: Town, core: Core) {
  return {
    core,
    now: new Date(town.startsAt),
    customers: new Map<string, Customer>(
      town.residents.map((resident) => [
        resident.id,
        {
          ...resident,
          struck: new Set<string>(),
          episode: { state: 'assigned', reachedAt: null, closedAt: null },
          openPromises: 0,
          openComplaints: 0,
          lastRefusalAt: null,
          rounds: 0,
          lastClosedAs: null,
        },
      ]),
    ),
    agents: new Map<string, Agent>(
      town.agents.map((id) => [id, { id, presence: 'break', desk: null, latestCall: null, skips: [] }]),
    ),
    items: new Map<string, Item>(),
    /** Live items by customer, by number, by the agent who holds them: the partial unique indexes. */
    liveOf: new Map<string, string>(),
    livePhone: new Map<string, string>(),
    leasedBy: new Map<string, string>(),
    callbacks: new Map<string, Callback>(),
    /** Agreed with the customer and not yet kept: what the oracle remembers of callbacks. */
    agreed: new Map<string, number>(),
    calls: new Map<string, Call>(),
    /** Numbers under an intent that is not settled. */
    intentOn: new Map<string, string>(),
    latestOfItem: new Map<string, string>(),
    attempts: new Map<string, Attempt>(),
    attemptsOf: new Map<string, Attempt[]>(),
    stops: new Map<string, Stop[]>(),
    written: new Map<string, Written>(),
    writtenUp: new Set<string>(),
    outcomesOf: new Map<string, Written[]>(),
    messages: new Map<string, Message>(),
    asked: new Map<string, number>(),
    carings: new Map<string, Caring>(),
    legs: new Map<string, Leg>(),
    /** When phones rang, by when they were dialled: per person and per number. */
    rang: new Map<string, number[]>(),
    /** Calls that ended or were answered in this step, items that lost their desk. */
    news: { ended: [] as string[], answered: [] as string[], rested: [] as string[] },
    touched: new Set<string>(),
  }
}

export const get = <V>(map: Map<string, V>, key: string): V => map.get(key) as V
export const push = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Compare-and-set, as the presence store does it. */
export function movePresence(w: World, agentId: string, from: readonly PresenceState[], to: PresenceState): boolean {
  const agent = get(w.agents, agentId)
  w.touched.add(agentId)
  if (!from.includes(agent.presence)) return false
  never(!leadsTo(agent.presence, to), 'presence follows its machine', () => `${agent.presence} → ${to}`)
  agent.presence = to
  return true
}

const claim = (map: Map<string, string>, key: string, id: string, invariant: string): void => {
  const holder = map.get(key)
  never(holder !== undefined && holder !== id, invariant, () => `${key} is with ${holder} and would be with ${id}`)
  map.set(key, id)
}
const free = (map: Map<string, string>, key: string, id: string): void => {
  if (map.get(key) === id) map.delete(key)
}

/** The one writer of work items. */
export function writeItem(w: World, item: Item, next: WorkItem): void {
  const before = item.work
  never(before.state === 'closed', 'a closed round stays closed', () => `${item.id} → ${next.state}`)
  never(next.fence < before.fence, 'fences never fall', () => `${item.id}: ${before.fence} → ${next.fence}`)
  const handsOut = next.state === 'leased' && before.state !== 'leased'
  never(handsOut && next.fence !== before.fence + 1n, 'every claim raises the fence', () => item.id)
  if (before.state === 'leased' && (next.state !== 'leased' || next.agentId !== before.agentId)) {
    free(w.leasedBy, before.agentId, item.id)
    w.touched.add(before.agentId)
  }
  if (next.state === 'leased') {
    claim(w.leasedBy, next.agentId, item.id, 'no agent has two customers')
    w.touched.add(next.agentId)
  }
  if (next.state === 'closed') {
    free(w.liveOf, item.customer, item.id)
    free(w.livePhone, item.phone, item.id)
    const customer = get(w.customers, item.customer)
    customer.lastClosedAs = next.closedAs
  }
  item.work = next
}

export function setPhone(w: World, item: Item, phone: string): void {
  free(w.livePhone, item.phone, item.id)
  claim(w.livePhone, phone, item.id, 'no number has two agents')
  item.phone = phone
}

/** A waiting item of a customer and a number that have none; false when one of them has. */
export function addItem(w: World, customerId: string, phone: string, dueAt: Date): boolean {
  if (w.liveOf.has(customerId) || w.livePhone.has(phone)) return false
  const customer = get(w.customers, customerId)
  const id = `${customerId}.${customer.rounds++}`
  const work: WorkItem = { state: 'waiting', dueAt, fence: 0n, attempts: 0, reservedFor: null, reservedUntil: null }
  w.items.set(id, { id, customer: customerId, phone, lastOutcome: null, createdAt: w.now, work })
  w.liveOf.set(customerId, id)
  w.livePhone.set(phone, id)
  return true
}

/** After every step: an agent has a card on the desk exactly when the queue says so. */
export function checkDesks(w: World): void {
  for (const id of w.touched) {
    const { presence } = get(w.agents, id)
    never(
      hasCard(presence) !== w.leasedBy.has(id),
      'nobody is stuck on a card that is not hers',
      () => `${id} is ${presence} and holds ${w.leasedBy.get(id) ?? 'nothing'}`,
    )
  }
  w.touched.clear()
}
