import type { CallEnd } from '#contract/calls'
import type { LegFact } from '../../server/telephony/call-fold.ts'
import type { Event } from './events.ts'
import type { Schedule } from './timer.ts'
import type { World } from './world.ts'

/** The network and the people it rings: they delay, drop, double and reorder what they tell, accept and never answer. */

export type Ask = {
  schedule: Schedule
  between: (low: number, high: number) => number
  happens: (share: number) => boolean
}

const SECOND = 1_000
const CLIENT_TIMEOUT_MS = 8 * SECOND
const NO_ANSWER_MS = 30 * SECOND

/** A callback per status: most come at once, some late, some twice, some never. */
function tell(
  call: string,
  status: LegFact['status'],
  seq: number,
  now: number,
  { schedule, between, happens }: Ask,
): void {
  if (happens(0.1)) return
  const at = now + between(20, happens(0.1) ? 40 * SECOND : 800)
  schedule({ do: 'callback', call, status, seq }, at)
  if (happens(0.1)) schedule({ do: 'callback', call, status, seq }, at + between(1, 20 * SECOND))
}

function leave(call: string, now: number, { schedule, between, happens }: Ask): void {
  const answer = (as: 'accepted' | 'refused' | 'silence', at: number) => schedule({ do: 'answer', call, as }, at)
  if (happens(0.03)) return void answer('refused', now + between(50, 900))
  const lost = happens(0.03)
  const late = happens(0.02)
  const arrives = now + (late ? between(9 * SECOND, 80 * SECOND) : between(20, 600))
  if (!lost) schedule({ do: 'arrive', call, listedAfterMs: between(100, 8 * SECOND) }, arrives)
  if (happens(0.02)) return // its process died while it waited
  if (lost || late || happens(0.05)) answer('silence', now + CLIENT_TIMEOUT_MS)
  else answer('accepted', arrives + between(10, happens(0.1) ? 4 * SECOND : 400))
}

const SEQ: Partial<Record<LegFact['status'], number>> = { ringing: 1, answered: 2 }

/** What the network does next with a leg. */
export function carryOn(w: World, event: Event, result: string, ask: Ask): void {
  const { schedule, between, happens } = ask
  const now = event.at
  if (result === '-') return
  const finish = (call: string, as: CallEnd, at: number) => schedule({ do: 'finish', call, as }, at)
  switch (event.do) {
    case 'release':
      if (result === 'send') leave(event.call, now, ask)
      break
    case 'arrive':
      tell(event.call, 'queued', 0, now, ask)
      if (happens(0.08)) finish(event.call, happens(0.6) ? 'busy' : 'failed', now + between(300, 3 * SECOND))
      else schedule({ do: 'ring', call: event.call }, now + between(300, 2 * SECOND))
      break
    case 'ring':
      tell(event.call, 'ringing', SEQ.ringing ?? 0, now, ask)
      if (happens(0.55)) schedule({ do: 'pickUp', call: event.call }, now + between(SECOND, 20 * SECOND))
      finish(event.call, 'no-answer', now + NO_ANSWER_MS)
      break
    case 'pickUp':
      tell(event.call, 'answered', SEQ.answered ?? 0, now, ask)
      finish(event.call, 'completed', now + between(SECOND, 90 * SECOND))
      break
    case 'finish':
      tell(event.call, event.as, 3, now, ask)
      break
    case 'cut':
      tell(event.call, result as CallEnd, 3, now, ask)
      break
  }
  const call = 'call' in event ? w.calls.get(event.call) : undefined
  if (call && call.hangUps > 0 && happens(0.95)) schedule({ do: 'cut', call: call.id }, now + between(10, 300))
}
