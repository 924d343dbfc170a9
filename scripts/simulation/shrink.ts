import type { Core } from './core.ts'
import type { Event } from './events.ts'
import { type Failure, replay } from './run.ts'

/** What concerns the agent of the last event, and what concerns nobody: most often enough. */
function aboutLast(events: readonly Event[]): Event[] {
  const last = events.at(-1)
  const agent = Object.values(last ?? {}).flatMap((value) => /^a\d+(?=[#!]|$)/.exec(String(value)) ?? [])[0]
  if (!agent) return [...events]
  const isHers = (text: string): boolean => !/^[ac]\d+([#!]|$)/.test(text) || text.split(/[#!]/)[0] === agent
  return events.filter(({ at, do: _, ...rest }) => Object.values(rest).every((value) => isHers(String(value))))
}

/**
 * Delta debugging (Zeller and Hildebrandt 2002, ddmin): the smallest history, to one event, that still breaks the same invariant. Parts
 * are left out by halves, quarters and so on down to single events, until nothing more can be left out.
 */
export function shrink({ town, invariant, events }: Failure, core: Core): Event[] {
  const breaks = (history: readonly Event[]): boolean => replay(town, history, core) === invariant
  let kept = [...events]
  const near = aboutLast(events)
  if (breaks(near)) kept = near
  for (let size = kept.length >> 1; size >= 1; ) {
    let left = false
    for (let from = kept.length - size; from > -size; from -= size) {
      const without = kept.filter((_, i) => i < from || i >= from + size)
      if (without.length === kept.length || !breaks(without)) continue
      kept = without
      left = true
    }
    if (size === 1 && !left) break
    size = left && size === 1 ? 1 : Math.max(1, size >> 1)
  }
  return kept
}
