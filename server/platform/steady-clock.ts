/**
 * What a process believes of the time, when the machine's clock may be set while it runs.
 *
 *   agreed ─ machine and database tell the same time: the machine's is taken
 *   off    ─ they do not, or the machine's time has moved against the stopwatch since they did. The process counts on by
 *            its stopwatch from the last time that both told (at its start: the database's), so that leases, callbacks and
 *            sessions, which it shares with other processes, do not run out by a hand on a clock. Nothing is dialled:
 *            nobody knows what o'clock it is where the customer lives.
 *
 * Rejected: following the database's clock (when that is the one that jumps, every lease of the house runs out at once),
 * and stopping the sweeps alone (a renewal written an hour ago is a lease that another process takes back).
 */
export const LARGEST_SKEW_MS = 2_000

/** `base`: the machine's time less the stopwatch's reading when both were last believed; null before the first check. */
export type SteadyState = { base: number | null; off: boolean }
export const UNCHECKED: SteadyState = { base: null, off: false }

/** One look at all clocks at one moment, milliseconds. `uncertainty`: by how much the database's may be misread. */
export type ClockReading = { machine: number; stopwatch: number; database: number; uncertainty: number }

export function judgeClock(
  state: SteadyState,
  { machine, stopwatch, database, uncertainty }: ClockReading,
): SteadyState {
  if (Math.abs(machine - database) - uncertainty <= LARGEST_SKEW_MS) return { base: machine - stopwatch, off: false }
  return { base: state.base ?? database - stopwatch, off: true }
}

/** The time to go by, milliseconds, and whether it may be dialled by. */
export function readSteady(state: SteadyState, machine: number, stopwatch: number): { now: number; off: boolean } {
  if (state.base === null) return { now: machine, off: false }
  const counted = stopwatch + state.base
  const off = state.off || Math.abs(machine - counted) > LARGEST_SKEW_MS
  return { now: off ? counted : machine, off }
}
