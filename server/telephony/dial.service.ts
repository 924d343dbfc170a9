import type { CallEnd } from '#contract/calls'
import type { CallId, UserId, WorkItemId } from '#contract/ids'
import { blockCode } from '../compliance/block-code.ts'
import type { Permit } from '../compliance/permit.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { Refusal, refuse } from '../platform/problem.ts'
import { writeAudit } from '../staff/audit.store.ts'
import { consequenceOf, outcomeOfRefusal } from './carrier-errors.ts'
import { dialsFrom, judgeRelease } from './intent.ts'
import type { LineCare } from './line.service.ts'
import { phoneOf, type TelephonyNeeds } from './needs.ts'
import type { PhonePort, Placed, RefusalCode } from './port.ts'
import type { CallChange, Progress } from './progress.service.ts'
import type { Seats } from './seats.service.ts'
import {
  askToCancel,
  type CallRow,
  insertDial,
  lockCall,
  moveIntent,
  readCall,
  readLatestOfItem,
} from './telephony.store.ts'

/** How long a dial waits for the agent's softphone to answer, in a person's time. */
const SEAT_WITHIN_MS = 3_000
/** A call this much behind its slot would leave on the heels of the one before: the headroom of the pace has room for no more. */
const LATE_MS = 80
/** On a machine that is never in time a call goes all the same; the carrier's own queue spaces it then. */
const SLOTS_AT_MOST = 4
/** The carrier's own queue may hold a call past the window: what waits longer is taken back (`telephony.md` 1.4). */
const LONGEST_CARRIER_QUEUE_MS = 2_000

export type DialInput = {
  id: CallId
  workItemId: WorkItemId
  fence: bigint
  /** Nobody asked for it: the countdown is over. */
  byItself?: true
}

type Deps = {
  database: Database
  clock: Clock
  needs: TelephonyNeeds
  progress: Progress
  care: LineCare
  line: { port: PhonePort; seats: Seats } | null
  tell: (change: CallChange | null) => void
  pause: (ms: number) => Promise<void>
}

const describe = (permit: Permit): Refusal =>
  new Refusal(
    409,
    { code: 'call.refused' },
    permit.allowed ? [] : permit.denials.map((denial) => ({ code: blockCode(denial), params: { ...denial.params } })),
  )

/**
 * A dial is committed before the carrier is asked, and the carrier is asked once: accepted, refused or unknown. The
 * intent's states stand in `intent.ts`.
 */
export function createDialling({ database, clock, needs, progress, care, line, tell, pause }: Deps) {
  /** What the carrier never delivers is refused before anything is written: nobody is spent on it. */
  const checkDeliverable = async (tx: Tx, whom: Parameters<typeof phoneOf>[2], port: PhonePort): Promise<void> => {
    const { e164, country } = await phoneOf(needs.people, tx, whom)
    const why = port.refuses(e164)
    if (why) refuse(409, why, { value: country ?? '' })
  }

  const commit = (input: DialInput, userId: UserId): Promise<CallRow | Permit> =>
    database.tx(async (tx) => {
      const now = clock.now()
      const item = await needs.queue.hold(tx, userId, input.workItemId, input.fence)
      const again = await readCall(tx, input.id)
      if (again) return again
      if (input.byItself && item.isCountdownHeld) refuse(409, 'call.countdown-held')
      await needs.people.lockPerson(tx, item.customerId)
      const latest = await readLatestOfItem(tx, item.id)
      if (latest && latest.state !== 'ended') refuse(409, 'call.busy')
      const { customerId, phoneId } = item
      if (line) await checkDeliverable(tx, { customer_id: customerId, phone_id: phoneId }, line.port)
      const permit = await needs.compliance.permitFor(tx, { customerId, phoneId, agreedAt: item.agreedAt }, now)
      if (!permit.allowed) {
        await needs.compliance.writeBlocks(tx, [customerId], needs.compliance.blocksOf(customerId, permit, now))
        return permit
      }
      const placed = await insertDial(tx, {
        id: input.id,
        workItemId: item.id,
        fence: input.fence,
        customerId,
        phoneId,
        agentId: userId,
        mode: line ? 'carrier' : 'manual',
        at: now,
        permit: { until: permit.until.toISOString(), requires: [...permit.requires] },
      })
      if (!placed) refuse(409, 'call.busy')
      await needs.compliance.addAttempt(tx, { id: input.id, customerId, phoneId, at: now })
      if (!line) {
        const detail = { call: input.id, phone: phoneId }
        const subject = `customer:${customerId}` as const
        await writeAudit(tx, { at: now, actorId: userId, action: 'number.shown', subject, detail })
      }
      if (!(await needs.presence.move(tx, userId, dialsFrom(latest), 'calling', now))) refuse(409, 'call.busy')
      await touch(tx, [`agent:${userId}`, `card:${item.id}`])
      return (await readCall(tx, input.id)) ?? refuse(409, 'call.busy')
    })

  /** The last look before the carrier is asked; null when nobody is to be rung any more. 'late': nothing is done yet, it has missed its slot. */
  const release = (
    id: CallId,
    leaves: Date | null,
  ): Promise<{ to: string; from: string | null; agentId: UserId; until: Date | null } | CallChange | 'late' | null> =>
    database.tx(async (tx) => {
      const now = clock.now()
      const call = await lockCall(tx, id)
      if (call?.intent_state !== 'created') return null
      const { customer_id: customerId, phone_id: phoneId } = call
      const verdict = judgeRelease(call, await needs.compliance.permitFor(tx, { customerId, phoneId }, now))
      if (verdict === 'gone') return null
      if (verdict !== 'send') {
        const outcome = verdict === 'blocked' ? 'X.BLK' : 'X.FAIL'
        await needs.compliance.settleAttempt(tx, id, { counted: false, outcome })
        return progress.learn(tx, id, endOf('canceled', now), now)
      }
      if (!(await care.isOpen(tx))) {
        await moveIntent(tx, id, ['created'], { error: 'line.paused' })
        await needs.compliance.settleAttempt(tx, id, { counted: false, outcome: 'X.FAIL' })
        return progress.learn(tx, id, endOf('refused', now), now)
      }
      const { e164: to, country } = await phoneOf(needs.people, tx, call)
      const campaign = await needs.campaigns.byId(tx, call.campaign_id)
      const from = (country && campaign?.callerIds[country]) || null
      if (leaves && clock.now().getTime() - leaves.getTime() > clock.wall(LATE_MS)) return 'late'
      await moveIntent(tx, id, ['created'], { state: 'sent', sentAt: now })
      const sent = await readCall(tx, id)
      if (sent) await progress.refold(tx, sent, null, now)
      return { to, from, agentId: call.agent_id, until: call.permit_until }
    })

  const refused = (id: CallId, code: RefusalCode): Promise<CallChange | null> =>
    database.tx(async (tx) => {
      const now = clock.now()
      await moveIntent(tx, id, ['sent'], { error: code })
      await needs.compliance.settleAttempt(tx, id, { counted: false, outcome: outcomeOfRefusal(code) })
      const call = await lockCall(tx, id)
      const effect = consequenceOf(code)
      if (call && effect.kind === 'strike')
        await needs.people.strikePhone(tx, call.customer_id, call.phone_id, effect.why, now)
      if (call && effect.kind === 'close-country') {
        await needs.compliance.closeCountryOf(tx, call.phone_id, now)
        await touch(tx, ['line'])
      }
      return progress.learn(tx, id, endOf('refused', now), now)
    })

  const unknown = (id: CallId): Promise<CallChange | null> =>
    database.tx(async (tx) => {
      await lockCall(tx, id)
      if (!(await moveIntent(tx, id, ['sent'], { state: 'unknown' }))) return null // its callbacks were faster
      const call = await readCall(tx, id)
      return call && progress.refold(tx, call, null, clock.now())
    })

  const accepted = (id: CallId, leg: string): Promise<{ change: CallChange | null; keep: boolean }> =>
    database.tx(async (tx) => {
      const call = await lockCall(tx, id)
      if (!call) return { change: null, keep: false }
      const stray = await progress.findStray(tx, call)
      const keep = (await progress.bind(tx, call, leg)) && call.cancel_at === null && !stray
      const bound = await readCall(tx, id)
      return { change: bound && (await progress.refold(tx, bound, bound.sid ?? leg, clock.now())), keep }
    })

  const settle = async (id: CallId, placed: Placed, until: Date | null, { port }: NonNullable<Deps['line']>) => {
    if (placed.kind === 'refused') return tell(await refused(id, placed.code))
    if (placed.kind === 'unknown') return tell(await unknown(id))
    const { change, keep } = await accepted(id, placed.leg)
    tell(change)
    // What the carrier would ring only after the window has closed is taken back before it does.
    const leaves = clock.now().getTime() + placed.queuedMs
    const late = placed.queuedMs > LONGEST_CARRIER_QUEUE_MS || (until !== null && leaves >= until.getTime())
    if (late) await askToCancel(database.db, id, clock.now())
    if (late || !keep) await port.hangUp(placed.leg, false)
  }

  /** Lets it go in a slot; one that missed its slot takes the next, so that calls never leave closer than the pace. */
  const releaseInTime = async (id: CallId, slot: Date) => {
    let leaves: Date | null = slot
    for (let turn = 1; ; turn++) {
      const waitMs = (leaves?.getTime() ?? 0) - clock.now().getTime()
      if (waitMs > 0) await pause(waitMs / clock.speed)
      const released = await release(id, turn < SLOTS_AT_MOST ? leaves : null)
      if (released !== 'late') return released
      leaves = await care.nextSlot()
    }
  }

  const place = async (id: CallId, slot: Date, line: NonNullable<Deps['line']>): Promise<void> => {
    const released = await releaseInTime(id, slot)
    if (!released || !('to' in released)) return tell(released)
    const { to, from, agentId, until } = released
    const placed = await line.port.dial({ intentId: id, agentId, to, from })
    await settle(id, placed, until, line)
    await care.hear(placed)
    if (placed.kind === 'refused' && consequenceOf(placed.code).kind === 'recheck') await line.seats.recheck(agentId)
  }

  return async (input: DialInput, userId: UserId): Promise<CallRow> => {
    const known = await readCall(database.db, input.id)
    if (known) return known.agent_id === userId ? known : refuse(404, 'not-found')
    await care.checkOpen()
    if (line && !(await line.seats.isSeated(userId, SEAT_WITHIN_MS))) refuse(409, 'softphone.absent')
    const slot = await care.takeSlot()
    const done = await commit(input, userId)
    if (!('id' in done)) throw describe(done)
    if (line && done.intent_state === 'created') await place(done.id, slot, line)
    return (await readCall(database.db, input.id)) ?? done
  }
}

export const endOf = (status: CallEnd, at: Date) => ({
  sid: null,
  source: 'own' as const,
  fact: { status, seq: 0, at, seconds: null },
})
