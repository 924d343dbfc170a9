import { quantile } from '../../test/harness/crowd.ts'

export type Times = { count: number; p50Ms: number; p99Ms: number; worstMs: number }

const rounded = (ms: number): number => Math.round(ms * 100) / 100

/** What is said of a list of durations, milliseconds. */
export const timesOf = (ms: readonly number[]): Times => ({
  count: ms.length,
  p50Ms: rounded(quantile(ms, 0.5)),
  p99Ms: rounded(quantile(ms, 0.99)),
  worstMs: rounded(Math.max(...ms)),
})

export const ratioOf = (value: number, floor: number): number => Math.round((value / floor) * 100) / 100

/** How long it took, milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await work()
  return performance.now() - from
}
