import { foldCall } from '../../server/telephony/call-fold.ts'
import { CORE, type Core } from './core.ts'

/** Bugs that others have had, planted one at a time: the simulation must find each. */

const plant = (bug: Partial<Core>): Core => ({ ...CORE, ...bug })

export const PLANTED: Record<string, { core: Core; breaks: string }> = {
  'the fence is not checked': {
    core: plant({ mayWrite: (item, holder): item is never => item.state === 'leased' && holder.fence <= item.fence }),
    breaks: 'no write under an older fence takes effect',
  },
  'a lease is renewed after it lapsed': {
    core: plant({
      mayRenew: (item, { agentId, fence }): item is never =>
        item.state === 'leased' && item.agentId === agentId && item.fence === fence,
    }),
    breaks: 'no write under a lapsed lease takes effect',
  },
  'stops are not looked at before the carrier is asked': {
    core: plant({ judgeRelease: ({ intent_state }) => (intent_state === 'created' ? 'send' : 'gone') }),
    breaks: 'nobody is rung after a stop',
  },
  'the last callback wins': {
    core: plant({ foldCall: (before, facts) => foldCall(before, facts.slice(-1)) }),
    breaks: 'a call never goes back',
  },
  'a dial that was not answered is dialled again': {
    core: plant({ readCreateFault: () => ({ kind: 'refused', code: 'carrier.unreachable' }) }),
    breaks: 'a call that rings is not over',
  },
  'an attempt counts only once it is written up': {
    core: plant({ countsFromDial: () => false }),
    breaks: 'a dial counts from the moment it is made',
  },
  'a sweep ends what it has read': {
    core: plant({ stillHolds: () => true }),
    breaks: 'a call that rings is not over',
  },
  'a leg of a call given up rings on': {
    core: plant({ isStray: () => false }),
    breaks: 'a leg of a call given up is hung up',
  },
  'what is written up as our failure does not count': {
    core: plant({ countsAgainstCaps: ({ countsAttempt }) => countsAttempt }),
    breaks: 'what rang nobody is never counted',
  },
  'the last word stands above a stop': {
    core: plant({ strongestOutcome: ([first]) => first ?? null }),
    breaks: 'a stop stands above everything',
  },
  'a lapsed lease keeps its customer': {
    core: plant({ judgeLease: () => 'keep' }),
    breaks: 'every lease ends',
  },
}
