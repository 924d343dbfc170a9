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
/** So many leave the players in one short statement. */
const EXPIRED_TOGETHER = 1_000
/** So many the carrier is asked for together. */
const ASKED_TOGETHER = 10
/** Page follows page for so long; then whoever looks next goes on. */
const RUN_MS = 4_000
/** A carrier that did not do one of so many is left alone for so long, and so is each recording that somebody has asked for. */
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
    const until = clock.now().getTime() + clock.wall(RUN_MS)
    const hasTime = () => clock.now().getTime() < until
    const before = new Date(now.getTime() - (await days()) * DAY_MS)
    while ((await expireOlder(database.db, before, EXPIRED_TOGETHER)) === EXPIRED_TOGETHER && hasTime());
    const stale = new Date(now.getTime() - clock.wall(AGAIN_MS))
    while (now.getTime() >= quietUntil) {
      const done = await Promise.all((await claimExpiring(database.db, now, stale, ASKED_TOGETHER)).map(forget))
      if (done.length < ASKED_TOGETHER) return
      if (!done.includes(true)) quietUntil = now.getTime() + clock.wall(AGAIN_MS)
      if (!hasTime()) return
    }
  }
}
