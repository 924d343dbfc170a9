import { formatRfc2822 } from '../clock/clock.ts'
import { type Leg, type Network, secondsBetween } from '../net/network.ts'
import type { Facts } from '../truth/truth.ts'

/** Sent empty when Twilio knows nothing; here so that nobody validates against a list of parameters. */
const PLACES = ['FromCity', 'FromState', 'FromZip', 'FromCountry', 'ToCity', 'ToState', 'ToZip', 'ToCountry'] as const

/** The parameters of every request about a leg. */
export const callParams = (net: Network, leg: Leg): Record<string, string> => ({
  AccountSid: net.account,
  ApiVersion: '2010-04-01',
  CallSid: leg.sid,
  CallStatus: leg.status,
  Called: leg.to,
  Caller: leg.from,
  Direction: leg.direction,
  From: leg.from,
  To: leg.to,
  ...Object.fromEntries(PLACES.map((key) => [key, ''])),
  ...(leg.parent ? { ParentCallSid: leg.parent.sid } : {}),
  ...(leg.answeredBy ? { AnsweredBy: leg.answeredBy } : {}),
})

export const factsOf = (leg: Leg): Facts => ({
  sid: leg.sid,
  to: leg.to,
  from: leg.from,
  ...(leg.intent === undefined ? {} : { intent: leg.intent }),
})

export type LegEvent = 'initiated' | 'ringing' | 'answered' | 'completed'

/** Tells the status callback of a change, if it subscribed; the sequence counts on either way. */
export function notifyStatus(net: Network, leg: Leg, event: LegEvent): void {
  const sequence = leg.sequence++
  if (!leg.callback?.events.has(event)) return
  const seconds = secondsBetween(leg.answeredAt, leg.endedAt)
  net.sender.notify({
    url: leg.callback.url,
    method: leg.callback.method,
    params: {
      ...callParams(net, leg),
      CallbackSource: 'call-progress-events',
      SequenceNumber: String(sequence),
      Timestamp: formatRfc2822(net.clock.now()),
      ...(event === 'completed'
        ? {
            CallDuration: String(seconds),
            Duration: String(Math.ceil(seconds / 60)),
            ...(leg.sipCode === null ? {} : { SipResponseCode: String(leg.sipCode) }),
          }
        : {}),
    },
    about: { ...factsOf(leg), hook: 'call-status', status: leg.status, sequence },
  })
}
