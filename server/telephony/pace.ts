/** When the next call may leave. Spaced evenly: a bucket that saves up would let nearly twice the rate leave in one second. */
export type Pace = { next: number }

/** Milliseconds until a call may leave, and the pace after it has. Beyond its rate a carrier queues for up to a day. */
export function takeSlot(pace: Pace, callsPerSecond: number, now: number): { pace: Pace; waitMs: number } {
  const leaves = Math.max(pace.next, now)
  return { pace: { next: leaves + 1000 / callsPerSecond }, waitMs: Math.ceil(leaves - now) }
}
