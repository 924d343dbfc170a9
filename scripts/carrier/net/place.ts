import { startScript } from '../twiml/script.ts'
import { VERBS } from '../twiml/verbs.ts'
import { createLeg, inviteLeg, type LegWanted } from './leg.ts'
import { isClient, type Leg, type Network, type Source } from './network.ts'
import { type RecordingWanted, startRecording } from './recording.ts'

/** Takes a call from the API into the queue; it leaves when the calls per second allow. */
export function placeCall(
  net: Network,
  wanted: Omit<LegWanted, 'direction'> & Pick<Leg, 'onAnswer'>,
  record: Omit<RecordingWanted, 'leg'> | null,
): Leg {
  // Legs to browsers do not use up calls per second: ASSUMED.md.
  const queueMs = isClient(wanted.to) ? 0 : net.takeSlot()
  const onAnswer = (): void => {
    if (record) startRecording(net, { ...record, leg })
    wanted.onAnswer()
  }
  const leg = createLeg(net, { ...wanted, onAnswer, direction: 'outbound-api', queueMs })
  net.clock.after(queueMs, () => inviteLeg(net, leg))
  return leg
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
