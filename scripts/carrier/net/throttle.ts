/**
 * Calls per second: a bucket that holds one second's worth, or one call when that is less. What does not fit waits in
 * the carrier's queue; it is not refused.
 */
export function createThrottle(callsPerSecond: number, now: () => number): () => number {
  const spacingMs = 1000 / callsPerSecond
  const burst = Math.max(1, Math.floor(callsPerSecond))
  let next = Number.NEGATIVE_INFINITY
  return () => {
    next = Math.max(next, now() - (burst - 1) * spacingMs)
    const waitMs = Math.max(0, Math.round(next - now()))
    next += spacingMs
    return waitMs
  }
}
