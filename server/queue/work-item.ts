import type { UserId } from '#contract/ids'

/**
 * A work item is one round of trying within an episode. Its states, what enters each and what leaves it:
 *
 *   waiting ── claim ──► leased ── close ──► closed
 *      ▲                   │
 *      └── skip, lapse, ───┘
 *          come back, deny
 *
 * waiting  entered when the queue is filled, and when an agent's lease ends without closing the round (an outcome that tries again, a
 *          skip, a lease that ran out, a rule that denied the card at the claim). Left by a claim, once due, or closed in place when a
 *          stop or an erasure takes the person out.
 * leased   entered by a claim, which raises the fence. One agent holds it until `leaseUntil`, renewed by her desk's heartbeat. Every
 *          write names agent and fence. Left by an outcome, a skip, or the sweep once the lease has run out.
 * closed   entered by an outcome or a stop. Never left: a later round is a new work item.
 *
 * fence    the number of claims so far. It never falls, so a write under an older fence is a late write and is refused.
 */
export type WorkItemState = 'waiting' | 'leased' | 'closed'

export type Reservation = {
  /** Only this agent may claim it before `reservedUntil`; after that anybody entitled may. A lease that lapses leaves it as it was. */
  reservedFor: UserId | null
  reservedUntil: Date | null
}
type Common = Reservation & { fence: bigint; attempts: number }
export type Waiting = Common & { state: 'waiting'; dueAt: Date }
export type Leased = Common & { state: 'leased'; agentId: UserId; leaseUntil: Date }
export type Closed = Common & { state: 'closed'; closedAs: string; closedAt: Date }
export type WorkItem = Waiting | Leased | Closed

/** The lease and its heartbeat, in a person's time. */
export const LEASE_SECONDS = 30
/** A callback that its agent has not taken by then goes to whoever is free (outcome C.CB). */
export const ESCALATE_MINUTES = 15
/** How long an agent may be gone in the middle of an attempt before the item is taken from her. */
export const GONE_SECONDS = 120

export type Holder = { agentId: UserId; fence: bigint }
/** `open`: an attempt under this fence has no outcome yet. */
export type AttemptNow = 'none' | 'open'

export const isClaimable = (item: WorkItem, agentId: UserId, now: Date): item is Waiting =>
  item.state === 'waiting' &&
  item.dueAt <= now &&
  (item.reservedFor === null ||
    item.reservedFor === agentId ||
    (item.reservedUntil !== null && item.reservedUntil <= now))

const keep = ({ reservedFor, reservedUntil, fence, attempts }: Common): Common => ({
  reservedFor,
  reservedUntil,
  fence,
  attempts,
})
export const UNRESERVED: Reservation = { reservedFor: null, reservedUntil: null }

/** A claim: the fence rises. */
export const lease = (item: Waiting, agentId: UserId, leaseUntil: Date): Leased => ({
  ...keep(item),
  state: 'leased',
  agentId,
  leaseUntil,
  fence: item.fence + 1n,
})

/** Whether this holder may still write. A lease that has run out holds only while its own attempt is open. */
export const mayWrite = (item: WorkItem, { agentId, fence }: Holder, attempt: AttemptNow, now: Date): item is Leased =>
  item.state === 'leased' &&
  item.agentId === agentId &&
  item.fence === fence &&
  (item.leaseUntil > now || attempt === 'open')

export const renew = (item: Leased, leaseUntil: Date): Leased => ({ ...item, leaseUntil })

/** Back to the queue; with no reservation named, the one it had stands. */
export const wait = (item: Leased | Waiting, dueAt: Date, reservation: Reservation = item): Waiting => ({
  ...keep(item),
  reservedFor: reservation.reservedFor,
  reservedUntil: reservation.reservedUntil,
  state: 'waiting',
  dueAt,
})

export const close = (item: Leased | Waiting, closedAs: string, closedAt: Date): Closed => ({
  ...keep(item),
  state: 'closed',
  closedAs,
  closedAt,
})

/**
 * What the sweep does with a leased item: keep it, offer it again at once (nothing was tried), or rest it (an attempt is open, so the
 * customer may have been reached: she is not rung again today).
 */
export function judgeLease(item: Leased, attempt: AttemptNow, now: Date, goneMs: number): 'keep' | 'offer' | 'rest' {
  if (item.leaseUntil > now) return 'keep'
  if (attempt === 'none') return 'offer'
  return item.leaseUntil.getTime() + goneMs <= now.getTime() ? 'rest' : 'keep'
}
