import type { CallEnd, CallState } from '#contract/calls'
import type { CallId, UserId } from '#contract/ids'
import { touch } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'
import type { Prisma } from '../platform/generated/client.ts'
import { foldCall, type LegFact } from './call-fold.ts'
import { isStray, settledAs, stateBeforeFacts } from './intent.ts'
import type { TelephonyNeeds } from './needs.ts'
import {
  type CallRow,
  type FactSource,
  insertFact,
  lockCall,
  moveIntent,
  readFacts,
  readLatestOfAgent,
  writeCall,
} from './telephony.store.ts'

/** Told after commit. */
export type CallChange = { callId: CallId; agentId: UserId; state: CallState; endedAs: CallEnd | null }

type News = { sid: string | null; source: FactSource; fact: LegFact; raw?: Prisma.InputJsonObject }

/**
 * Takes what became known of a call into its row, and its agent along, in the caller's transaction. Null when nothing changed.
 * The agent moves only with their latest call; nobody is made ready by the end of a call.
 */
export function createProgress({ needs }: { needs: Pick<TelephonyNeeds, 'presence' | 'compliance'> }) {
  const moveAgent = async (tx: Tx, call: CallRow, state: CallState, now: Date): Promise<void> => {
    if ((await readLatestOfAgent(tx, call.agent_id))?.id !== call.id) return
    if (state === 'answered') await needs.presence.move(tx, call.agent_id, ['calling'], 'talking', now)
    if (state !== 'ended') return
    await needs.presence.startWrapUp(tx, call.agent_id, ['calling', 'talking'], now)
  }

  /** Folds what is known anew; `call` is locked. */
  const refold = async (tx: Tx, call: CallRow, sid: string | null, now: Date): Promise<CallChange | null> => {
    const fold = foldCall(stateBeforeFacts(call.intent_state, sid), await readFacts(tx, call.id))
    const same = fold.state === call.state && fold.endedAs === call.ended_as && sid === call.sid
    const times = [
      [fold.ringingAt, call.ringing_at],
      [fold.answeredAt, call.answered_at],
      [fold.endedAt, call.ended_at],
    ] as const
    const timesSame = times.every(([known, before]) => known?.getTime() === before?.getTime())
    if (same && timesSame) return null
    await writeCall(tx, call.id, sid, fold)
    const state = settledAs(fold)
    if (state) await moveIntent(tx, call.id, ['created', 'sent', 'bound', 'unknown'], { state, settledAt: now })
    if (fold.state !== call.state) await moveAgent(tx, call, fold.state, now)
    await touch(tx, [`agent:${call.agent_id}`])
    return { callId: call.id, agentId: call.agent_id, state: fold.state, endedAs: fold.endedAs }
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

    refold,

    /** One more fact of one call. */
    learn: async (tx: Tx, callId: string, news: News, now: Date): Promise<CallChange | null> => {
      const call = await lockCall(tx, callId)
      if (!call) return null
      const sid = news.sid ?? call.sid
      const known = await insertFact(tx, {
        sid: sid ?? `${news.source}:${callId}`,
        intentId: callId,
        kind: news.source,
        fact: news.fact,
        receivedAt: now,
        raw: news.raw ?? {},
      })
      return known ? refold(tx, call, sid, now) : null
    },
  }
}
export type Progress = ReturnType<typeof createProgress>
