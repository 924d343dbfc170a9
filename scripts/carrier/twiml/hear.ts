import type { Leg, Network } from '../net/network.ts'

/** Marks that the leg hears this sound, or no longer does, for the patience of the person on it. */
export function hearSound(net: Network, leg: Leg, voice: object, hears: boolean): void {
  if (hears) leg.sounds.add(voice)
  else leg.sounds.delete(voice)
  for (const watcher of net.watchers) watcher('hearing', leg)
}
