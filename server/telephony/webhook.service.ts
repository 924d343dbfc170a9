import type { UserId } from '#contract/ids'
import type { Clock } from '../platform/clock.ts'
import { createCoalescer } from '../platform/coalescer.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Inbound } from './inbound/inbound.service.ts'
import type { PhonePort } from './port.ts'
import type { CallChange, News, Progress } from './progress.service.ts'
import type { Seats } from './seats.service.ts'
import { type CallRow, lockCalls } from './telephony.store.ts'
import type { Transfers } from './transfers.service.ts'
import type { CallWebhook } from './twilio-webhook.ts'

type Deps = {
  database: Database
  clock: Clock
  progress: Progress
  seats: Seats | null
  transfers: Pick<Transfers, 'learn'> | null
  inbound: Pick<Inbound, 'ended'> | null
  port: PhonePort | null
  tell: (change: CallChange | null) => void
}
type Told = Omit<CallWebhook, 'about'> & { intentId: string }

/** So many reports share one transaction at most. */
const BATCH = 50

/**
 * What the carrier reports: the fact, the call that it changes, the agent who has it, in one transaction. Reports of
 * customers' legs that come together share it: two hundred a second would else be two thousand statements. False when
 * nobody here knows the call.
 */
export function takeWebhook({ database, clock, progress, seats, transfers, inbound, port, tell }: Deps) {
  /** Whether a leg that shows itself only now is to go; null when nobody here knows it. `bound`: legs of this transaction. */
  const bind = async (tx: Tx, call: CallRow, sid: string, bound: Map<string, string>): Promise<boolean | null> => {
    const already = bound.get(call.id)
    if (already !== undefined) return already === sid ? false : null
    const stray = await progress.findStray(tx, call)
    if (!(await progress.bind(tx, call, sid))) return null
    bound.set(call.id, sid)
    return call.sid === null && (stray || call.cancel_at !== null)
  }

  const takeTogether = async (told: readonly Told[]): Promise<boolean[]> => {
    const now = clock.now()
    const { changes, known, unwanted } = await database.tx(async (tx) => {
      const locked = await lockCalls(
        tx,
        told.map(({ intentId }) => intentId),
      )
      const calls = new Map<string, CallRow>(locked.map((call) => [call.id, call]))
      const bound = new Map<string, string>()
      const known: boolean[] = []
      const unwanted: string[] = []
      const taken: { call: CallRow; news: News }[] = []
      for (const { intentId, sid, fact, raw } of told) {
        const call = calls.get(intentId)
        // An intent that the carrier was never asked for has no leg.
        const goes =
          call?.mode === 'carrier' && call.intent_state !== 'created' ? await bind(tx, call, sid, bound) : null
        known.push(goes !== null)
        if (goes) unwanted.push(sid)
        if (call && goes !== null) taken.push({ call, news: { sid, source: 'webhook', fact, raw } })
      }
      return { changes: await progress.learnAll(tx, taken, now), known, unwanted }
    })
    for (const change of changes) tell(change)
    if (port) for (const sid of unwanted) void port.hangUp(sid, false) // the sweep tries again when this fails
    return known
  }

  const take = createCoalescer(takeTogether, BATCH, { eachAlone: true })

  return async ({ about, ...told }: CallWebhook): Promise<boolean> => {
    if (about.kind === 'customer') return take({ ...told, intentId: about.intentId })
    const { sid, fact, raw } = told
    if (about.kind === 'transfer') return (await transfers?.learn(about.transferId, sid, fact)) ?? false
    if (about.kind === 'inbound') {
      const id = await inbound?.ended(sid)
      if (!id) return false
      await take({ ...told, intentId: id }) // false for one whom no human had
      return true
    }
    const agentId = about.agentId as UserId
    return database.tx(async (tx) => (await seats?.learn(tx, agentId, sid, fact, raw, clock.now())) ?? false)
  }
}
