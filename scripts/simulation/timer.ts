import type { Due } from '../carrier/clock/heap.ts'
import type { Act } from './events.ts'

/** Plans an act; what is planned can be called off (`dead`) until it has happened, and counts as dead afterwards. */
export type Schedule = (act: Act, at: number) => Due

export type Timer = { set: (at: number) => void; by: (at: number) => void }

/** An act of which at most one is planned: `set` moves it, `by` only brings it forward. */
export function createTimer(schedule: Schedule, act: Act): Timer {
  let due: Due | null = null
  const set = (at: number): void => {
    if (due) due.dead = true
    due = schedule(act, at)
  }
  const by = (at: number): void => {
    if (!due || due.dead || due.at > at) set(at)
  }
  return { set, by }
}
