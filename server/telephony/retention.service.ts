import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import { writeAudit } from '../staff/audit.store.ts'
import type { PhonePort } from './port.ts'
import { claimExpiring, type Expiring, expireOlder, moveRecording } from './recordings.store.ts'

type Deps = {
  database: Database
  clock: Clock
  port: Pick<PhonePort, 'changeRecording' | 'deleteRecording'>
  /** How long the house keeps sound. */
  days: () => Promise<number>
}

const DAY_MS = 86_400_000
/** So many are asked for together: five seconds later come the next. */
const TOGETHER = 10
/** A carrier that did not do it is left alone for so long, and so is each recording that somebody has asked for. */
const AGAIN_MS = 10 * 60_000

/**
 * Sound is kept as long as the house says. First it leaves the players, which needs nobody but us; then the carrier is asked,
 * as often as it takes, and only when nothing is left there is it said to be gone, once, with its line in the trail. Whoever
 * ends in between has lost nothing: the carrier knows no such recording the second time, which is as good.
 */
export function createRetention({ database, clock, port, days }: Deps) {
  let quietUntil = Number.NEGATIVE_INFINITY

  const forget = async ({ id, sid, callId, customerId, leg }: Expiring): Promise<boolean> => {
    if (leg) await port.changeRecording(leg, sid, 'stop')
    if (!(await port.deleteRecording(sid))) return false
    await database.tx(async (tx) => {
      if (!(await moveRecording(tx, id, ['expiring'], { state: 'expired', sid: null }))) return
      const subject = `customer:${customerId}` as const
      await writeAudit(tx, {
        at: clock.now(),
        actorId: null,
        action: 'recording.expired',
        subject,
        detail: { call: callId },
      })
    })
    return true
  }

  return async (now: Date): Promise<void> => {
    await expireOlder(database.db, new Date(now.getTime() - (await days()) * DAY_MS))
    if (now.getTime() < quietUntil) return
    const stale = new Date(now.getTime() - clock.wall(AGAIN_MS))
    const done = await Promise.all((await claimExpiring(database.db, now, stale, TOGETHER)).map(forget))
    if (done.includes(false)) quietUntil = now.getTime() + clock.wall(AGAIN_MS)
  }
}
