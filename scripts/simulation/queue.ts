import type { UserId } from '#contract/ids'
import { startOfNextDay } from '../../server/queue/daypart.ts'
import { rankOf } from '../../server/queue/rank.ts'
import {
  close as closeWork,
  ESCALATE_MINUTES,
  GONE_SECONDS,
  LEASE_SECONDS,
  type Leased,
  lease,
  type Reservation,
  renew,
  UNRESERVED,
  type Waiting,
  wait,
} from '../../server/queue/work-item.ts'
import { isStopped, permitFor, retryOf } from './gate.ts'
import { never } from './violation.ts'
import { addItem, get, type Item, movePresence, setPhone, type World, writeItem } from './world.ts'

/** The queue as its services run it, one transaction a function. */

const TRIES = 4
const WORTH_MINOR = 10_000
const SKIP_SPAN_MS = 600_000
export const NO_PHONE = 'no-phone'

export type Held = { item: Item; work: Leased }
export const zoneOf = (w: World, item: Item): string => {
  const { confirmed, zones } = get(w.customers, item.customer).place
  return confirmed ?? (zones[0] as string)
}
const leaseUntil = (w: World): Date => new Date(w.now.getTime() + LEASE_SECONDS * 1_000)

/** An attempt under the present fence: its outcome is still to come. */
export const isOpenAttempt = (w: World, item: Item): boolean => {
  const call = w.calls.get(w.latestOfItem.get(item.id) ?? '')
  return call !== undefined && call.fence === item.work.fence
}

/** Work items for whoever has none. */
export function fill(w: World): string {
  let made = 0
  for (const customer of w.customers.values()) {
    const { id, episode, lastClosedAs, phones, struck } = customer
    if (episode.closedAt || w.liveOf.has(id) || (lastClosedAs !== null && lastClosedAs !== NO_PHONE)) continue
    const free = phones.filter((phone) => !struck.has(phone) && !w.livePhone.has(phone))
    const asked = free.map((phone) => ({ phoneId: phone as never, permit: permitFor(w, id, phone, null) }))
    const choice = w.core.choosePhone(asked, w.now)
    if (choice?.dueAt && addItem(w, id, choice.phoneId, choice.dueAt)) made++
  }
  return `${made} wait`
}

function nextFor(w: World, agent: string): Item | null {
  let best: { item: Item; turn: number; rank: number } | null = null
  for (const id of w.liveOf.values()) {
    const item = get(w.items, id)
    const { work } = item
    if (!w.core.isClaimable(work, agent as UserId, w.now) || get(w.customers, item.customer).episode.closedAt) continue
    const turn = work.reservedFor === agent ? 0 : work.reservedFor !== null ? 1 : 2
    const worth = get(w.customers, item.customer).worth * WORTH_MINOR
    const rank = turn < 2 ? -work.dueAt.getTime() : rankOf(worth, item.createdAt, w.now, WORTH_MINOR / 2)
    if (!best || turn < best.turn || (turn === best.turn && rank > best.rank)) best = { item, turn, rank }
  }
  return best?.item ?? null
}

export function claim(w: World, agentId: string): string {
  const agent = get(w.agents, agentId)
  if (agent.presence !== 'ready' || w.leasedBy.has(agentId)) return 'not ready'
  for (let round = 0; round < TRIES; round++) {
    const item = nextFor(w, agentId)
    if (!item) return 'nobody'
    const waiting = item.work as Waiting
    writeItem(w, item, lease(waiting, agentId as UserId, leaseUntil(w)))
    const callback = w.callbacks.get(item.id)
    if (callback) callback.state = 'taken'
    const permit = permitFor(w, item.customer, item.phone, callback?.dueAt ?? null)
    if (permit.allowed) {
      never(isStopped(w, item.customer, item.phone), 'nobody who said stop comes to a desk', () => item.id)
      movePresence(w, agentId, ['ready'], 'preview')
      agent.desk = { item: item.id, fence: item.work.fence, call: null }
      return `${item.customer} under fence ${item.work.fence}`
    }
    writeItem(w, item, wait(item.work as Leased, retryOf(w, permit)))
    returnTaken(w, item)
  }
  return 'nobody'
}

export function returnTaken(w: World, item: Item): void {
  const callback = w.callbacks.get(item.id)
  if (callback?.state === 'taken') callback.state = 'pending'
}

/** Whether this holder may write, as `hold` asks it; what says yes is held against the rows once more. */
export function hold(
  w: World,
  agent: string,
  { item: id, fence }: { item: string; fence: bigint },
  may = w.core.mayWrite,
): Held | null {
  const item = w.items.get(id)
  if (!item) return null
  const attempt = isOpenAttempt(w, item) ? 'open' : 'none'
  const { work } = item
  if (!may(work, { agentId: agent as UserId, fence }, attempt, w.now)) return null
  never(work.agentId !== agent || work.fence !== fence, 'no write under an older fence takes effect', () => {
    return `${agent} writes ${id} under ${fence}, which ${work.agentId} holds under ${work.fence}`
  })
  never(work.leaseUntil <= w.now && attempt === 'none', 'no write under a lapsed lease takes effect', () => id)
  return { item, work }
}

export function renewLease(w: World, agent: string, desk: { item: string; fence: bigint }): string {
  const held = hold(w, agent, desk, w.core.mayRenew)
  if (!held) return 'lease lost'
  writeItem(w, held.item, renew(held.work, leaseUntil(w)))
  return 'renewed'
}

export function skip(w: World, agentId: string, desk: { item: string; fence: bigint }): string {
  const held = hold(w, agentId, desk)
  if (!held) return 'lease lost'
  if (isOpenAttempt(w, held.item)) return 'call open'
  const agent = get(w.agents, agentId)
  const paused = w.core.pausesAgent(agent.skips, w.now, SKIP_SPAN_MS)
  agent.skips = [...agent.skips.slice(-5), w.now]
  writeItem(w, held.item, wait(held.work, startOfNextDay(w.now, zoneOf(w, held.item)), UNRESERVED))
  returnTaken(w, held.item)
  movePresence(w, agentId, ['preview', 'wrapUp'], paused ? 'break' : 'ready')
  return paused ? 'passed over, paused' : 'passed over'
}

export function close(w: World, item: Item, closedAs: string, againAt: Date | null): void {
  if (item.work.state === 'closed') return
  w.callbacks.delete(item.id)
  w.agreed.delete(item.id)
  writeItem(w, item, closeWork(item.work, closedAs, w.now))
  item.lastOutcome = closedAs
  if (againAt) addItem(w, item.customer, item.phone, againAt)
}

export type Back = Reservation & { dueAt: Date; phone: string | null; callbackOf: string | null; outcome: string }

export function comeBack(w: World, item: Item, { dueAt, phone, callbackOf, outcome, ...reservation }: Back): void {
  if (item.work.state === 'closed') return
  if (phone !== null && w.livePhone.has(phone) && w.livePhone.get(phone) !== item.id)
    return void close(w, item, NO_PHONE, null)
  w.callbacks.delete(item.id)
  w.agreed.delete(item.id)
  if (phone !== null) setPhone(w, item, phone)
  writeItem(w, item, wait(item.work, dueAt, reservation))
  item.lastOutcome = outcome
  if (callbackOf !== null) {
    w.callbacks.set(item.id, { agent: callbackOf, dueAt, state: 'pending' })
    w.agreed.set(item.id, dueAt.getTime())
  }
}

/** Gives back what silent desks hold; lets callbacks escalate. */
export function sweep(w: World): string {
  let offered = 0
  for (const [agentId, id] of [...w.leasedBy]) {
    const item = get(w.items, id)
    const work = item.work as Leased
    const verdict = w.core.judgeLease(work, isOpenAttempt(w, item) ? 'open' : 'none', w.now, GONE_SECONDS * 1_000)
    if (verdict === 'keep') continue
    const due = verdict === 'offer' ? w.now : startOfNextDay(w.now, zoneOf(w, item))
    writeItem(w, item, wait(work, due))
    returnTaken(w, item)
    if (verdict === 'offer') {
      offered++
      movePresence(w, agentId, ['preview'], 'break')
      never(
        work.reservedFor === null && !w.core.isClaimable(item.work, 'anybody' as UserId, w.now),
        'nobody is starved of a lapsed lease',
        () => id,
      )
    } else {
      w.news.rested.push(id)
      movePresence(w, agentId, ['preview', 'calling', 'talking', 'wrapUp'], 'offline')
    }
  }
  for (const callback of w.callbacks.values())
    if (callback.state === 'pending' && callback.dueAt.getTime() <= w.now.getTime() - ESCALATE_MINUTES * 60_000)
      callback.state = 'missed'
  checkLeases(w)
  checkCallbacks(w)
  return `${offered} offered, ${w.news.rested.length} rested`
}

function checkLeases(w: World): void {
  for (const id of w.leasedBy.values()) {
    const item = get(w.items, id)
    const over = w.now.getTime() - (item.work as Leased).leaseUntil.getTime()
    never(
      over >= (isOpenAttempt(w, item) ? GONE_SECONDS * 1_000 : 0),
      'every lease ends',
      () => `${id}, ${over / 1_000} s after`,
    )
  }
}

/** What was agreed with a customer stands until she is called, or her round ends. */
export function checkCallbacks(w: World): void {
  for (const [id, at] of w.agreed) {
    const callback = w.callbacks.get(id)
    never(callback?.dueAt.getTime() !== at, 'a callback is never lost', () => id)
  }
}
