import type { UserId } from '#contract/ids'
import type { DispositionInput } from '#contract/outcomes'
import type { Outcome } from '#contract/programme'
import { faultOfOutcome } from '../people/data-faults.store.ts'
import type { Tx } from '../platform/database.pg.ts'
import { startOfDay } from '../queue/daypart.ts'
import { NO_PHONE } from '../queue/fill.store.ts'
import { followUp } from '../queue/follow-up.ts'
import type { HeldItem } from '../queue/holding.service.ts'
import type { CallRow } from '../telephony/telephony.store.ts'
import { countsAgainstCaps } from './attempt-counts.ts'
import type { OutcomesDeps } from './needs.ts'
import { countSame } from './outcomes.store.ts'

type Settling = {
  input: Pick<DispositionInput, 'callbackAt' | 'promisedAt' | 'offers' | 'promises' | 'note'>
  item: HeldItem
  attempt: CallRow | null
  outcome: Outcome
  userId: UserId
  now: Date
  /** Somebody who has not lapsed rang us: they are called again only if they asked for it. */
  isVisit: boolean
}

const CALLBACK_NOTE_LENGTH = 200

/** The earliest of these instants. */
const earliest = (times: readonly (string | null)[]): Date | null => {
  const known = times.flatMap((text) => (text === null ? [] : [Date.parse(text)]))
  return known.length > 0 ? new Date(Math.min(...known)) : null
}

/** What follows from an outcome for the attempt, the number and the work item; whether the round goes on. The disposition is written already. */
export async function settleItem(
  { programme, people, compliance, queue }: Pick<OutcomesDeps, 'programme' | 'people' | 'compliance' | 'queue'>,
  tx: Tx,
  { input, item, attempt, outcome, userId, now, isVisit }: Settling,
): Promise<boolean> {
  const zone = item.zone ?? (await programme.installation(tx)).zone
  const others = (await people.phones(tx, item.customerId)).filter(
    ({ id, struckAt }) => !struckAt && id !== item.phoneId,
  )
  const same = await countSame(tx, item.id, outcome.code, startOfDay(now, zone))
  const follow = followUp(outcome, {
    now,
    zone,
    agentId: userId,
    attemptedAt: attempt?.dialled_at ?? null,
    sameToday: same.today,
    sameEver: same.ever,
    agreedAt: earliest([input.callbackAt]),
    promisedAt: earliest([input.promisedAt]),
    offerUntil: earliest(input.offers.filter(({ answer }) => answer === 'CON').map(({ until }) => until)),
    promiseDueAt: earliest(input.promises.map(({ dueAt }) => dueAt)),
    retryAt: null,
    otherPhones: others.length,
  })
  const counts = { countsAttempt: countsAgainstCaps(follow, attempt) }

  if (attempt) await compliance.settleAttempt(tx, attempt.id, { counted: counts.countsAttempt, outcome: outcome.code })
  if (follow.strikesPhone) await people.strikePhone(tx, item.customerId, item.phoneId, outcome.code, now)

  const fault = faultOfOutcome(outcome.code)
  if (fault) await people.raiseFault(tx, { customerId: item.customerId, cause: fault, at: now })

  const close = async (closedAs: string, againAt: Date | null = null): Promise<boolean> => {
    await queue.close(tx, { workItemId: item.id, closedAs, againAt, ...counts })
    return againAt !== null
  }
  if (isVisit && (follow.next === 'close' || !follow.callback)) return close(outcome.code)
  // A round closed for want of a number begins anew when one comes.
  if (follow.next === 'close')
    return close(follow.strikesPhone && follow.dataFix ? NO_PHONE : outcome.code, follow.againAt)
  // A number that others share may be under their round just now: the next filling chooses among them.
  const next = others.find(({ shared }) => !shared)
  if (follow.nextPhone && !next) return close(NO_PHONE)
  await queue.comeBack(tx, {
    workItemId: item.id,
    dueAt: follow.dueAt,
    reservedFor: follow.reservedFor,
    reservedUntil: follow.reservedUntil,
    phoneId: follow.nextPhone ? (next?.id ?? null) : null,
    callback: follow.callback ? { agentId: userId, note: input.note.slice(0, CALLBACK_NOTE_LENGTH) } : null,
    outcome: outcome.code,
    ...counts,
  })
  return true
}
