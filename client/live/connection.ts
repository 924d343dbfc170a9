/** Whether what is shown is the newest; `since` is the server's own time of the last thing heard. */
export type Connection = { state: 'live' } | { state: 'reconnecting' } | { state: 'stale'; since: string }

/** The server speaks every 5 s (the heartbeat); three missed ones are a broken line even where the socket says nothing. */
export const SILENCE_MILLISECONDS = 15_000
/** A line that comes back within this time is not worth a warning. */
export const PATIENCE_MILLISECONDS = 8_000

/** `isAway`: the server has said that it cannot read the newest itself. */
type Line = { isOpen: boolean; isAway: boolean; heardAt: number; lostAt: number | null; lastHeard: string }

/** `at`, `heardAt`, `lostAt`: readings of the same stopwatch, milliseconds. */
export function judgeLine({ isOpen, isAway, heardAt, lostAt, lastHeard }: Line, at: number): Connection {
  if (isOpen && isAway) return { state: 'stale', since: lastHeard }
  if (isOpen && at - heardAt <= SILENCE_MILLISECONDS) return { state: 'live' }
  const brokenAt = isOpen ? heardAt + SILENCE_MILLISECONDS : (lostAt ?? at)
  return at - brokenAt <= PATIENCE_MILLISECONDS ? { state: 'reconnecting' } : { state: 'stale', since: lastHeard }
}

export const isSameConnection = (a: Connection, b: Connection): boolean =>
  a.state === b.state && (a.state !== 'stale' || (b.state === 'stale' && a.since === b.since))
