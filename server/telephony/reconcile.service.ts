import type { UserId } from '#contract/ids'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import { careFor, type Ending, GONE, isNeverPlaced, NEVER_PLACED, NEWS_SECONDS, newsSince, stillHolds } from './care.ts'
import { endOf } from './dial.service.ts'
import { numberOf, type TelephonyNeeds } from './needs.ts'
import type { PhonePort } from './port.ts'
import type { CallChange, Progress } from './progress.service.ts'
import {
  askToCancel,
  type CallRow,
  isSidBound,
  lockCall,
  moveIntent,
  readCall,
  readFacts,
  readUnsettled,
} from './telephony.store.ts'

/** In a person's time. */
const CANCEL_AGAIN_SECONDS = 1

type Deps = {
  database: Database
  clock: Clock
  needs: TelephonyNeeds
  progress: Progress
  port: PhonePort | null
  tell: (change: CallChange | null) => void
}

/** Looks after calls that are not settled: stops, wishes to end, and news that never came. Any process may do it, twice too. */
export function createReconciliation({ database, clock, needs, progress, port, tell }: Deps) {
  const asked = new Map<string, number>()
  const isDue = (key: string, since: Date, seconds: number, now: Date): boolean => {
    const last = asked.get(key) ?? since.getTime()
    if (now.getTime() - last < clock.wall(seconds * 1000)) return false
    asked.set(key, now.getTime())
    return true
  }

  const end = async (call: CallRow, { as, attempt, why }: Ending, now: Date): Promise<void> =>
    tell(
      await database.tx(async (tx) => {
        const locked = await lockCall(tx, call.id)
        if (!locked || !stillHolds(call, locked)) return null // meanwhile there was news: the next sweep sees it
        if (why) await moveIntent(tx, call.id, ['sent', 'unknown'], { error: why })
        await needs.compliance.settleAttempt(tx, call.id, attempt)
        return progress.learn(tx, call.id, endOf(as, now), now)
      }),
    )

  /** A leg that nobody answered yet ends at a stop. A conversation is left to the two who have it. */
  const cancelStopped = async (calls: readonly CallRow[], now: Date): Promise<void> => {
    const ringing = calls.filter((call) => call.mode === 'carrier' && call.state !== 'answered' && !call.cancel_at)
    if (ringing.length === 0) return
    const pairs = ringing.map(({ customer_id, phone_id }) => ({ customerId: customer_id, phoneId: phone_id }))
    const permits = await needs.compliance.permitMany(database.db, pairs, now)
    for (const [i, call] of ringing.entries()) {
      const permit = permits[i]
      if (!permit || permit.allowed || !permit.denials.some(({ rule }) => rule === 'stop')) continue
      if (await askToCancel(database.db, call.id, now)) call.cancel_at = now
    }
  }

  const cancelWanted = async (call: CallRow, now: Date): Promise<void> => {
    if (!port || !call.cancel_at || !call.sid) return
    if (isDue(`cancel ${call.id}`, new Date(0), CANCEL_AGAIN_SECONDS, now))
      await port.hangUp(call.sid, call.state === 'answered')
  }

  /** Which leg, if any, came of a dial that the carrier did not answer: the number has been locked since, so a leg to it is ours. */
  const findUnknown = async (call: CallRow, now: Date): Promise<void> => {
    const since = newsSince(call)
    if (!port || !isDue(`find ${call.id}`, since, NEWS_SECONDS, now)) return
    const found = await port.findLegs(await numberOf(needs.people, database.db, call), since)
    if (!found) return
    for (const { leg } of found.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())) {
      if (await isSidBound(database.db, leg)) continue
      await database.tx(async (tx) => {
        const locked = await lockCall(tx, call.id)
        if (locked && !locked.sid && (await progress.bind(tx, locked, leg))) {
          const bound = await readCall(tx, call.id)
          if (bound) tell(await progress.refold(tx, bound, leg, now))
        }
      })
      return look({ ...call, sid: leg }, now)
    }
    if (isNeverPlaced(call, now, clock.wall)) await end(call, NEVER_PLACED, now)
  }

  const look = async (call: CallRow, now: Date): Promise<void> => {
    if (!port || !call.sid) return
    const { sid } = call
    const seen = await port.snapshot(sid)
    if (seen === 'gone') return end(call, GONE, now)
    if (!seen || seen.status === 'queued') return
    tell(await database.tx((tx) => progress.learn(tx, call.id, { sid, source: 'snapshot', fact: seen }, now)))
  }

  /** Still in the carrier's queue, or so we must think, when its permit ends: it would ring outside the law's hours. */
  const isPastPermit = async (call: CallRow, now: Date): Promise<boolean> => {
    if (!call.permit_until || now < call.permit_until || (call.state !== 'sent' && call.state !== 'unknown'))
      return false
    return !(await readFacts(database.db, [call.id])).get(call.id)?.some(({ status }) => status !== 'queued')
  }

  const care = async (call: CallRow, now: Date): Promise<void> => {
    // An agent who is gone for good left the customer alone on the line.
    const unwanted = call.mode === 'carrier' && (!call.on_desk || (await isPastPermit(call, now)))
    if (unwanted && (await askToCancel(database.db, call.id, now))) call.cancel_at = now
    await cancelWanted(call, now)
    const wanted = careFor(call, now, clock.wall)
    if (wanted?.kind === 'end') await end(call, wanted.ending, now)
    if (wanted?.kind === 'look' && isDue(`look ${call.id}`, newsSince(call), NEWS_SECONDS, now)) await look(call, now)
    if (wanted?.kind === 'find') {
      if (wanted.doubt) await moveIntent(database.db, call.id, ['sent'], { state: 'unknown' })
      await findUnknown(call, now)
    }
  }

  return {
    /** Ends what a stop or somebody's wish ends: at once when a stop is recorded here, and by a sweep of its own that waits for nothing else. */
    endUnwanted: async (): Promise<void> => {
      const now = clock.now()
      await cancelStopped(await readUnsettled(database.db), now)
      // Read again: a leg may have got its name while the wish was written, and whoever named it did not see the wish.
      const unwanted = (await readUnsettled(database.db)).filter((call) => call.cancel_at)
      await Promise.all(unwanted.map((call) => cancelWanted(call, now)))
    },

    /** Has what is not settled looked at again; called twice a second. One call's trouble is not the others'. Answers who is talking. */
    sweep: async (now: Date): Promise<UserId[]> => {
      const calls = await readUnsettled(database.db)
      const live = new Set(calls.map(({ id }) => id as string))
      for (const key of asked.keys()) if (!live.has(key.split(' ')[1] ?? '')) asked.delete(key)
      if (calls.length === 0) return []
      await cancelStopped(calls, now)
      const results = await Promise.allSettled(calls.map((call) => care(call, now)))
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
      return calls
        .filter(({ mode, state }) => mode === 'carrier' && state === 'answered')
        .map(({ agent_id }) => agent_id)
    },
  }
}
export type Reconciliation = ReturnType<typeof createReconciliation>
