import type { CustomerHistory } from './history.ts'
import { logOdds } from './special.ts'

const DAY_MS = 86_400_000

export interface ContactSettings {
  readonly previewMinutes: number
  readonly ringMinutes: number
  readonly talkMinutes: number
  readonly wrapUpMinutes: number
}

/**
 * P(right person answers) by how many attempts went unanswered in the last 90 days. Level between the 13 % of cold
 * political calls (200,000 in 2020, design/ranking.md 2.6) and what known customers do; falls with each attempt.
 * A prior of ours; attempts teach the rest.
 */
const ANSWER_BY_ATTEMPT = [0.28, 0.24, 0.2, 0.17, 0.14, 0.12, 0.1, 0.08]
const FLOOR = 0.06
/** Own attempts that weigh as much as the prior (Beta prior of this size). */
const PRIOR_ATTEMPTS = 6

/** Log-odds with which she is believed to answer, whatever the hour: what reach.ts learns beside. */
export function believeContact(history: CustomerHistory, now: Date): { logOdds: number; attempts: number } {
  const attempts = countAttempts(history, now, 90)
  const prior = ANSWER_BY_ATTEMPT[attempts] ?? FLOOR
  const answered = Math.min(history.attemptsAnswered, history.attemptsAt.length)
  // Unanswered attempts have lowered the prior already: only answers are news.
  const personal = (prior * PRIOR_ATTEMPTS + answered) / (PRIOR_ATTEMPTS + answered)
  return { logOdds: logOdds(Math.min(0.9, personal)), attempts }
}

export function countAttempts({ attemptsAt }: CustomerHistory, now: Date, days: number): number {
  const from = now.getTime() - days * DAY_MS
  return attemptsAt.filter((at) => at > from && at <= now.getTime()).length
}

/** Agent minutes that one attempt is expected to take. */
export function estimateMinutes(pContact: number, settings: ContactSettings): number {
  const reached = settings.talkMinutes + settings.wrapUpMinutes
  return settings.previewMinutes + settings.ringMinutes + pContact * reached
}
