import type { ClockFrame } from '#contract/live'

/** One hearing of the server's clock: what it showed, how fast it runs, and the reading of our own stopwatch then. */
export type Anchor = { now: number; speed: number; heardAt: number }

export const anchorOf = (frame: ClockFrame, heardAt: number): Anchor => ({
  now: Date.parse(frame.now),
  speed: frame.speed,
  heardAt,
})

/** The server's time at a reading of the stopwatch, milliseconds since 1970: now = frame.now + elapsed × speed. */
export const readServerTime = (anchor: Anchor, at: number): number => anchor.now + (at - anchor.heardAt) * anchor.speed

/** How far apart two clocks may be and still count as the same, milliseconds: the trip of a message over the network. */
const TRIP_MILLISECONDS = 250

/**
 * A message is late by its trip, so a hearing that puts the clock back by less than a trip is not taken:
 * the hearing with the shortest trip is the nearest to the truth, and timers do not step back and forth.
 */
export function settleAnchor(known: Anchor | null, heard: Anchor): Anchor {
  if (!known || known.speed !== heard.speed) return heard
  const gap = readServerTime(known, heard.heardAt) - heard.now
  return gap >= 0 && gap < TRIP_MILLISECONDS * heard.speed ? known : heard
}
