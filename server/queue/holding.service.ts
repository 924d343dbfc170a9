import type { PhoneId, UserId, WorkItemId } from '#contract/ids'
import type { Draft } from '#contract/outcomes'
import type { SkipReason } from '#contract/queue'
import type { PresenceState } from '#contract/staff'
import type { People } from '../people/people.service.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { addCallback, returnTaken, settleCallbacks } from './callbacks.store.ts'
import { startOfNextDay } from './daypart.ts'
import { deleteDraft, insertSkip, readSkips, upsertDraft } from './desk.store.ts'
import { NO_PHONE } from './fill.store.ts'
import { readRoundCap } from './rounds.store.ts'
import { pausesAgent, SKIP_MINUTES } from './skip-limit.ts'
import { ESCALATE_MINUTES, LEASE_SECONDS, mayWrite, UNRESERVED } from './work-item.ts'
import {
  holdCountdownOf,
  insertItems,
  isPhoneTaken,
  readItem,
  renewItem,
  type StoredItem,
  writeClosed,
  writeComeBack,
} from './work-items.store.ts'

export type HoldingDeps = {
  database: Database
  clock: Clock
  people: Pick<People, 'raiseFault'>
  installation: (tx: Tx) => Promise<{ zone: string }>
  movePresence: (tx: Tx, userId: UserId, from: PresenceState[], to: PresenceState, now: Date) => Promise<boolean>
  hasOpenAttempt: (tx: Tx, workItemIds: readonly WorkItemId[]) => Promise<ReadonlySet<WorkItemId>>
}

export type HeldItem = StoredItem & { state: 'leased'; agentId: UserId; leaseUntil: Date }
export type ComeBackInput = {
  workItemId: WorkItemId
  dueAt: Date
  reservedFor?: UserId | null
  /** Default: a quarter of an hour after it is due. */
  reservedUntil?: Date | null
  /** The next number, when this one was struck. */
  phoneId?: PhoneId | null
  /** The customer expects this call: a row reminds its agent. */
  callback?: { agentId: UserId; note: string } | null
  countsAttempt?: boolean
  outcome?: string | null
}
export type CloseInput = { workItemId: WorkItemId; closedAs: string; countsAttempt?: boolean; againAt?: Date | null }

/** Skips that speak of our data and not of the customer (asks.md, 7). */
const DATA_REASONS: ReadonlySet<SkipReason> = new Set<SkipReason>(['language', 'duplicate', 'bad-data'])

/** As many attempts as the campaign gives to a round. */
const ROUND_FULL = 'round-full'
/** Nobody was spoken to, and nobody expects the next call: only such tries are counted out. */
const isFutile = ({ outcome, callback }: ComeBackInput): boolean => !callback && /^[XN]\./.test(outcome ?? '')

/** Everything that an agent may do with the customer she holds. Every write names agent and fence; a late one is refused. */
export function createHolding({ database, clock, people, installation, movePresence, hasOpenAttempt }: HoldingDeps) {
  /** Holds the row until the transaction ends, or refuses: 404 when it is not hers, 409 when her lease is lost. */
  const hold = async (tx: Tx, userId: UserId, workItemId: WorkItemId, fence: bigint): Promise<HeldItem> => {
    const item = await readItem(tx, workItemId, true)
    if (!item) return refuse(404, 'card.not-yours')
    const { state, agentId, leaseUntil } = item
    if (state === 'leased' && agentId !== userId && fence >= item.fence) return refuse(404, 'card.not-yours')
    if (state !== 'leased' || !agentId || !leaseUntil) return refuse(409, 'lease.lost')
    const held: HeldItem = { ...item, state, agentId, leaseUntil }
    const now = clock.now()
    const expired = leaseUntil <= now
    const attempt = expired && (await hasOpenAttempt(tx, [workItemId])).has(workItemId) ? 'open' : 'none'
    return mayWrite(held, { agentId: userId, fence }, attempt, now) ? held : refuse(409, 'lease.lost')
  }

  /** Ends the round. With `againAt`, the next round of the same episode waits until then. */
  const close = async (tx: Tx, { workItemId, closedAs, countsAttempt, againAt }: CloseInput): Promise<void> => {
    const item = await readItem(tx, workItemId, true)
    if (!item || item.state === 'closed') return
    const now = clock.now()
    const attempts = item.attempts + (countsAttempt ? 1 : 0)
    await settleCallbacks(tx, item.id)
    await writeClosed(tx, { id: item.id, closedAs, closedAt: now, attempts, lastOutcome: closedAs })
    const { customerId, episodeId, campaignId, phoneId } = item
    if (againAt) await insertItems(tx, [{ customerId, episodeId, campaignId, phoneId, dueAt: againAt }], now)
    await deleteDraft(tx, item.id)
    await touch(tx, [`card:${item.id}`])
  }

  /** Back to the queue until its time; closed when the next number rings for somebody else just now: filling opens a round when it is free. The callback that stood is done or cancelled, a new one is written when the customer expects one. */
  const comeBack = async (tx: Tx, input: ComeBackInput): Promise<void> => {
    const item = await readItem(tx, input.workItemId, true)
    if (!item) return
    if (input.phoneId && (await isPhoneTaken(tx, input.phoneId, item.id)))
      return close(tx, { workItemId: item.id, closedAs: NO_PHONE, countsAttempt: input.countsAttempt ?? false })
    const tried = item.attempts + (input.countsAttempt ? 1 : 0)
    if (isFutile(input) && tried >= ((await readRoundCap(tx, item.campaignId)) ?? Number.POSITIVE_INFINITY))
      return close(tx, {
        workItemId: item.id,
        closedAs: input.outcome ?? ROUND_FULL,
        countsAttempt: input.countsAttempt ?? false,
      })
    const reservedFor = input.reservedFor ?? null
    const reservedUntil =
      reservedFor && (input.reservedUntil ?? new Date(input.dueAt.getTime() + ESCALATE_MINUTES * 60_000))
    await settleCallbacks(tx, item.id)
    await writeComeBack(tx, {
      id: item.id,
      dueAt: input.dueAt,
      reservedFor,
      reservedUntil,
      phoneId: input.phoneId ?? null,
      attempts: tried,
      lastOutcome: input.outcome ?? item.lastOutcome,
    })
    if (input.callback) {
      const { agentId, note } = input.callback
      await addCallback(
        tx,
        { workItemId: item.id, customerId: item.customerId, agentId, dueAt: input.dueAt, note },
        clock.now(),
      )
    }
    await deleteDraft(tx, item.id)
    await touch(tx, [`card:${item.id}`])
  }

  /** Passes the customer over until her next day. The third skip within ten minutes puts the agent on break. */
  const skip = (userId: UserId, input: { workItemId: WorkItemId; fence: bigint; reason: SkipReason; note: string }) =>
    database.tx(async (tx): Promise<{ paused: boolean }> => {
      const now = clock.now()
      const item = await hold(tx, userId, input.workItemId, input.fence)
      if ((await hasOpenAttempt(tx, [item.id])).has(item.id)) refuse(409, 'presence.call-open')
      const span = clock.wall(SKIP_MINUTES * 60_000)
      const paused = pausesAgent(await readSkips(tx, userId, new Date(now.getTime() - span)), now, span)
      await insertSkip(tx, { workItemId: item.id, agentId: userId, reason: input.reason, note: input.note, at: now })
      if (DATA_REASONS.has(input.reason))
        await people.raiseFault(tx, { customerId: item.customerId, cause: 'skipped', detail: input.reason, at: now })
      const { zone } = await installation(tx)
      await writeComeBack(tx, {
        id: item.id,
        ...UNRESERVED,
        dueAt: startOfNextDay(now, item.zone ?? zone),
        phoneId: null,
        attempts: item.attempts,
        lastOutcome: item.lastOutcome,
      })
      await returnTaken(tx, [item.id])
      await movePresence(tx, userId, ['preview', 'wrapUp'], paused ? 'break' : 'ready', now)
      await touch(tx, [`card:${item.id}`, `agent:${userId}`, 'wall'])
      return { paused }
    })

  /** A desk's heartbeat: half a minute more. Refused once the lease has run out, save while an attempt is open. */
  const renewLease = async (userId: UserId, workItemId: WorkItemId, fence: bigint): Promise<{ leaseUntil: Date }> => {
    const now = clock.now()
    const leaseUntil = new Date(now.getTime() + clock.wall(LEASE_SECONDS * 1_000))
    const renewal = { id: workItemId, agentId: userId, fence, leaseUntil }
    if ((await renewItem(database.db, { ...renewal, notBefore: now })) > 0) return { leaseUntil }
    return database.tx(async (tx) => {
      const { leaseUntil: before } = await hold(tx, userId, workItemId, fence)
      await renewItem(tx, { ...renewal, notBefore: new Date(before.getTime() - 1) })
      return { leaseUntil }
    })
  }

  /** The agent reads on: the server does not dial this card by itself any more. */
  const holdCountdown = (userId: UserId, workItemId: WorkItemId, fence: bigint): Promise<void> =>
    database.tx(async (tx) => {
      await hold(tx, userId, workItemId, fence)
      await holdCountdownOf(tx, workItemId)
      await touch(tx, [`agent:${userId}`])
    })

  /** Keeps what the agent has typed; an older revision changes nothing. */
  const saveDraft = (userId: UserId, workItemId: WorkItemId, fence: bigint, draft: Draft) =>
    database.tx(async (tx) => {
      await hold(tx, userId, workItemId, fence)
      return upsertDraft(tx, { workItemId, agentId: userId, draft, at: clock.now() })
    })

  return { hold, comeBack, close, skip, renewLease, holdCountdown, saveDraft }
}
