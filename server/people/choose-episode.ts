import { type EpisodeState, SECOND_LIFE } from '#contract/people'
import type { Arm } from './episodes.store.ts'

export type OpenEpisode = { id: string; state: EpisodeState; arm: Arm | null; lapsedAt: Date }

const FURTHER: readonly EpisodeState[] = ['lapsed', 'assigned', 'contacting', 'reached', 'won', ...SECOND_LIFE]

/**
 * Of two open lapses of one person, the one that stays open: that of the household's arm, which never changes; then the one that has come
 * further; then the one that began first.
 */
export function chooseEpisode(a: OpenEpisode, b: OpenEpisode, householdArm: Arm | null): OpenEpisode {
  const order =
    Number(b.arm !== null && b.arm === householdArm) - Number(a.arm !== null && a.arm === householdArm) ||
    FURTHER.indexOf(b.state) - FURTHER.indexOf(a.state) ||
    a.lapsedAt.getTime() - b.lapsedAt.getTime() ||
    (a.id < b.id ? -1 : 1)
  return order < 0 ? a : b
}
