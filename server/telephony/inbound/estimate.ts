import type { Prompt } from '#contract/ivr'

/** Mean of a conversation with its wrap-up, where none has been measured yet. */
const DEFAULT_HANDLE_SECONDS = 240

/**
 * How long somebody at this place waits, seconds: each of `agents` comes free once a handling time, so the place-th of
 * them after place × handling / agents (the mean of the minimum of exponentials, Kleinrock 1975, 3.1). Null: nobody works.
 */
export const estimateWait = (position: number, agents: number, handleSeconds: number | null): number | null =>
  agents <= 0 ? null : (position * (handleSeconds ?? DEFAULT_HANDLE_SECONDS)) / agents

/** Said rounded up, never better than it is. */
const STEPS: readonly [number, Prompt][] = [
  [60, 'wait-1'],
  [180, 'wait-3'],
  [300, 'wait-5'],
  [600, 'wait-10'],
]
export const promptOfWait = (seconds: number | null): Prompt =>
  STEPS.find(([most]) => seconds !== null && seconds <= most)?.[1] ?? 'wait-more'

export const promptOfPosition = (position: number): Prompt =>
  position === 1 ? 'position-1' : position === 2 ? 'position-2' : position === 3 ? 'position-3' : 'position-more'
