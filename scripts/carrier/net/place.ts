import { makeRecording, notifyRecording } from '../hooks/recording.ts'
import { startScript } from '../twiml/script.ts'
import { VERBS } from '../twiml/verbs.ts'
import { createLeg, inviteLeg, type LegWanted } from './leg.ts'
import { isClient, type Leg, type Network, type Source, secondsBetween } from './network.ts'

/** Takes a call from the API into the queue; it leaves when the calls per second allow. */
export function placeCall(net: Network, wanted: Omit<LegWanted, 'direction'>): Leg {
  // Legs to browsers do not use up calls per second: ASSUMED.md.
  const queueMs = isClient(wanted.to) ? 0 : net.takeSlot()
  const leg = createLeg(net, { ...wanted, direction: 'outbound-api', queueMs })
  net.clock.after(queueMs, () => inviteLeg(net, leg))
  if (leg.recording) leg.onEnd.add(() => tellRecording(net, leg))
  return leg
}

function tellRecording(net: Network, leg: Leg): void {
  const seconds = secondsBetween(leg.answeredAt, leg.endedAt)
  if (seconds > 0) notifyRecording(net, leg, leg.recording, makeRecording(net, seconds, 2, 'OutboundAPI'))
}

export const runScript = (net: Network, leg: Leg, source: Source): void => startScript(net, VERBS, leg, source)

/** Somebody rings one of our numbers, whose voice address says what happens. */
export function receiveCall(net: Network, from: string, to: string): Leg | null {
  const own = net.numbers.get(to)
  if (!own) return null
  const leg = createLeg(net, {
    direction: 'inbound',
    to,
    from,
    callback: own.statusCallback ? { url: own.statusCallback, method: 'POST', events: new Set(['completed']) } : null,
    fallback: own.fallbackUrl ? { url: own.fallbackUrl, method: 'POST' } : null,
  })
  net.truth.record('invite', { sid: leg.sid, to, from })
  runScript(net, leg, { url: own.voiceUrl, method: 'POST' })
  return leg
}
