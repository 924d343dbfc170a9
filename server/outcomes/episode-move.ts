import { isSecondLife } from '#contract/people'
import type { Outcome } from '#contract/programme'

/** States of an episode before anybody was reached. */
const BEFORE_REACHED: ReadonlySet<string> = new Set(['lapsed', 'assigned', 'contacting'])
/** A win is due at the promised date, else at the call, plus so many days (domain.md 7). */
export const VERIFY_DAYS = 14

export type EpisodeMove = {
  state?: 'contacting' | 'reached' | 'won'
  reachedAt?: Date
  wonAt?: Date
  verifyBy?: Date
  closedAt?: Date
  closedAs?: string
}

/**
 * What an outcome does to its episode. Only stops and "already active" close it: a customer who declined is still the
 * one who lapsed, and a new round may come within the same episode.
 */
export function moveOfOutcome(
  outcome: Outcome,
  episode: { state: string; reachedAt: Date | null },
  at: Date,
  promisedAt: Date | null,
): EpisodeMove {
  // Somebody who came back and rings: what they say is kept with the call, and purchases alone tell how long they stay.
  if (isSecondLife(episode.state) && !outcome.code.startsWith('S.')) return {}
  const reached = outcome.rightParty && episode.reachedAt === null ? { reachedAt: at } : {}
  if (outcome.code.startsWith('W.')) {
    const due = outcome.code === 'W.NOW' ? at : (promisedAt ?? at)
    return { ...reached, state: 'won', wonAt: at, verifyBy: new Date(due.getTime() + VERIFY_DAYS * 86_400_000) }
  }
  if (outcome.closesEpisode)
    return { ...reached, closedAt: at, closedAs: outcome.code.startsWith('S.') ? 'stopped' : 'active' }
  if (!BEFORE_REACHED.has(episode.state)) return reached
  return outcome.rightParty ? { ...reached, state: 'reached' } : { state: 'contacting' }
}
