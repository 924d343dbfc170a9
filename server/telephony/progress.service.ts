import type { CallEnd, CallState } from '#contract/calls'
import type { CallId, UserId } from '#contract/ids'
import type { Topic } from '#contract/live'
import { touch } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'
import type { Prisma } from '../platform/generated/client.ts'
import { type CallFold, foldCall, type LegFact } from './call-fold.ts'
import { isStray, settledAs, stateBeforeFacts } from './intent.ts'
import type { TelephonyNeeds } from './needs.ts'
import { endWishes } from './supervision.store.ts'
import {
  type CallRow,
  type FactSource,
  learnFacts,
  lockCall,
  moveIntent,
  readFacts,
  writeCalls,
} from './telephony.store.ts'

/** Told after commit. */
export type CallChange = { callId: CallId; agentId: UserId; state: CallState; endedAs: CallEnd | null }

export type News = { sid: string | null; source: FactSource; fact: LegFact; raw?: Prisma.InputJsonObject }
/** A call that is locked, and which leg it is known to be. */
type Known = { call: CallRow; sid: string | null }
type Folded = Known & { fold: CallFold }

const isNew = ({ call, sid, fold }: Folded): boolean => {
  const times = [
    [fold.ringingAt, call.ringing_at],
    [fold.answeredAt, call.answered_at],
    [fold.endedAt, call.ended_at],
  ] as const
  const same = fold.state === call.state && fold.endedAs === call.ended_as && sid === call.sid
  return !same || times.some(([known, before]) => known?.getTime() !== before?.getTime())
}

/**
 * Takes what became known of calls into their rows, and their agents along, in the caller's transaction: many calls cost
 * as many statements as one. Nothing changed, nothing is answered. An agent moves only with their latest call; nobody is
 * made ready by the end of a call.
 */
export function createProgress({ needs }: { needs: Pick<TelephonyNeeds, 'presence' | 'compliance'> }) {
  const moveAgents = async (tx: Tx, changed: readonly Folded[], now: Date): Promise<void> => {
    const agentsAt = (state: CallState): UserId[] =>
      changed
        .filter(({ call, fold }) => call.is_latest && fold.state === state && call.state !== state)
        .map(({ call }) => call.agent_id)
    const [talking, done] = [agentsAt('answered'), agentsAt('ended')]
    if (talking.length > 0) await needs.presence.moveAll(tx, talking, ['calling'], 'talking', now)
    if (done.length === 0) return
    await needs.presence.startWrapUps(tx, done, ['calling', 'talking'], now)
    await endWishes(tx, done, now)
  }

  /** Folds what is known anew; the calls are locked. */
  const refoldAll = async (
    tx: Tx,
    known: readonly Known[],
    facts: ReadonlyMap<string, LegFact[]>,
    now: Date,
  ): Promise<CallChange[]> => {
    const changed = known
      .map(({ call, sid }): Folded => {
        const before = stateBeforeFacts(call.intent_state, sid)
        return { call, sid, fold: foldCall(before, facts.get(call.id) ?? []) }
      })
      .filter(isNew)
    if (changed.length === 0) return []
    await writeCalls(
      tx,
      changed.map(({ call, sid, fold }) => ({ id: call.id, sid, fold, settled: settledAs(fold) })),
      now,
    )
    await moveAgents(tx, changed, now)
    await touch(tx, ['floor', ...changed.map(({ call }): Topic => `agent:${call.agent_id}`)])
    return changed.map(({ call, fold: { state, endedAs } }) => ({
      ...{ callId: call.id, agentId: call.agent_id, state, endedAs },
    }))
  }

  /** More facts of calls that are locked, many at once and of one call several. */
  const learnAll = async (tx: Tx, told: readonly { call: CallRow; news: News }[], now: Date): Promise<CallChange[]> => {
    if (told.length === 0) return []
    const legs = new Map<CallId, Known>()
    for (const { call, news } of told) legs.set(call.id, { call, sid: news.sid ?? legs.get(call.id)?.sid ?? call.sid })
    const facts = await learnFacts(
      tx,
      told.map(({ call, news: { source, fact, raw } }) => ({
        ...{ sid: legs.get(call.id)?.sid ?? `${source}:${call.id}`, intentId: call.id },
        ...{ kind: source, fact, receivedAt: now, raw: raw ?? {} },
      })),
    )
    const news = [...legs.values()].filter(({ call }) => facts.has(call.id))
    return refoldAll(tx, news, facts, now)
  }

  return {
    /** Binds a leg to its intent; false when another leg is bound to it. `call` is locked. */
    bind: async (tx: Tx, call: CallRow, sid: string): Promise<boolean> => {
      if (call.sid !== null) return call.sid === sid
      await moveIntent(tx, call.id, ['created', 'sent', 'unknown'], { state: 'bound', sid })
      return true
    },

    /** Whether this call's leg shows itself only now that we have ended it: somebody is rung after all, so it counts, and the leg is to go. */
    findStray: async (tx: Tx, call: CallRow): Promise<boolean> => {
      if (!isStray(call)) return false
      await needs.compliance.settleAttempt(tx, call.id, { counted: true, outcome: 'X.NA' })
      return true
    },

    refold: async (tx: Tx, call: CallRow, sid: string | null, now: Date): Promise<CallChange | null> =>
      (await refoldAll(tx, [{ call, sid }], await readFacts(tx, [call.id]), now))[0] ?? null,

    learnAll,

    /** One more fact of one call. */
    learn: async (tx: Tx, callId: string, news: News, now: Date): Promise<CallChange | null> => {
      const call = await lockCall(tx, callId)
      return call && ((await learnAll(tx, [{ call, news }], now))[0] ?? null)
    },
  }
}
export type Progress = ReturnType<typeof createProgress>
