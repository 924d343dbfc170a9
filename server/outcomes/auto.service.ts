import { randomUUID } from 'node:crypto'
import { touch } from '../platform/bus.pg.ts'
import { countsAgainstCaps } from './attempt-counts.ts'
import { outcomeOfLine } from './line-outcome.ts'
import type { OutcomesDeps } from './needs.ts'
import { insertDisposition, isWrittenUp, readAbandoned } from './outcomes.store.ts'

/** Back to this far; older ones were written up by an earlier sweep. */
const LOOK_BACK_MS = 86_400_000
const AT_ONCE = 50
/** In a person's time. */
const EVERY_MS = 10_000

/**
 * Writes up attempts whose agent is gone for good: the queue has taken the customer back (two minutes after the lease
 * ran out), nobody will say how it went, and an attempt without an outcome is a hole in every figure. `set_by` is
 * 'auto', a bucket of its own; the outcome is what the line told. What the agent had typed stays as the item's draft.
 */
export function createAutoOutcomes({ database, clock, compliance, programme, people, ranking, events }: OutcomesDeps) {
  let last = Number.NEGATIVE_INFINITY
  return async (now: Date): Promise<void> => {
    if (now.getTime() - last < clock.wall(EVERY_MS)) return
    last = now.getTime()
    const left = await readAbandoned(database.db, new Date(now.getTime() - LOOK_BACK_MS), AT_ONCE)
    for (const call of left) {
      const code = outcomeOfLine(call.line)
      const outcome = (await programme.taxonomy()).outcomes.find((one) => one.code === code)
      const written = await database.tx(async (tx) => {
        await people.lockPerson(tx, call.customerId)
        if (await isWrittenUp(tx, call.id)) return false
        await insertDisposition(
          tx,
          {
            id: randomUUID(),
            workItemId: call.workItemId,
            callId: call.id,
            customerId: call.customerId,
            episodeId: call.episodeId,
            campaignId: call.campaignId,
            agentId: call.agentId,
            outcome: code,
            setBy: 'auto',
            words: '',
            competitor: null,
            note: '',
            callbackAt: null,
            promisedAt: null,
            at: now,
            valueMinor: 0n,
            offersMinor: 0n,
          },
          [],
          [],
        )
        const counted = !outcome || countsAgainstCaps(outcome.retry, call.line)
        await compliance.settleAttempt(tx, call.id, { counted, outcome: code })
        await touch(tx, [`card:${call.workItemId}`, 'wall'])
        return true
      })
      if (!written) continue
      await ranking.rescoreAfter([call.customerId], now)
      events.emit('outcome.recorded', { workItemId: call.workItemId, agentId: call.agentId, outcome: code })
    }
  }
}
