import type { UserId } from '#contract/ids'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import type { PhonePort } from './port.ts'
import type { CallChange, Progress } from './progress.service.ts'
import type { Seats } from './seats.service.ts'
import { lockCall } from './telephony.store.ts'
import type { CallWebhook } from './twilio-webhook.ts'

type Deps = {
  database: Database
  clock: Clock
  progress: Progress
  seats: Seats | null
  port: PhonePort | null
  tell: (change: CallChange | null) => void
}

/** One transaction: the fact, the call that it changes, the agent who has it. False when nobody here knows the call. */
export function takeWebhook({ database, clock, progress, seats, port, tell }: Deps) {
  return async ({ sid, about, fact, raw }: CallWebhook): Promise<boolean> => {
    const now = clock.now()
    if (about.kind === 'seat')
      return database.tx(async (tx) => (await seats?.learn(tx, about.agentId as UserId, sid, fact, raw, now)) ?? false)

    const taken = await database.tx(async (tx) => {
      const call = await lockCall(tx, about.intentId)
      // An intent that the carrier was never asked for has no leg.
      if (call?.mode !== 'carrier' || call.intent_state === 'created') return null
      const stray = await progress.findStray(tx, call)
      if (!(await progress.bind(tx, call, sid))) return null
      const change = await progress.learn(tx, about.intentId, { sid, source: 'webhook', fact, raw }, now)
      return { change, unwanted: call.sid === null && (stray || call.cancel_at !== null) }
    })
    if (!taken) return false
    tell(taken.change)
    if (taken.unwanted && port) void port.hangUp(sid, false) // the sweep tries again when this fails
    return true
  }
}
