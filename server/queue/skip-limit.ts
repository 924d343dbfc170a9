/** So many skips within so long pause the agent: a supervisor sees why before more customers are passed over (asks.md, 6). */
export const SKIPS_ALLOWED = 3
export const SKIP_MINUTES = 10

/** Whether this skip is one too many. `earlier`: the agent's skips before it; `spanMs`: ten minutes of a person's time. */
export const pausesAgent = (earlier: readonly Date[], now: Date, spanMs: number): boolean =>
  earlier.filter((at) => at.getTime() > now.getTime() - spanMs).length + 1 >= SKIPS_ALLOWED
