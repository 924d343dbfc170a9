import type { Leg, Network } from './network.ts'

/** The person on this leg presses keys; whether anything listened for them. */
export function pressKeys(net: Network, leg: Leg, digits: string): boolean {
  const heard = leg.digits !== null
  net.truth.record('dtmf', { sid: leg.sid, digits, by: 'person', heard })
  leg.digits?.(digits)
  return heard
}
