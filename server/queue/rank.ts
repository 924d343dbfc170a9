const DAY_MS = 86_400_000
/** After so many days of waiting a customer has gained this share of the median index (ranking.md, section 6). */
const AGEING_DAYS = 30
const AGEING_SHARE = 0.1

/**
 * The order of the queue: expected value a minute, minor units, plus ε·ln(1 + days waiting), where ε is such that thirty days add a tenth
 * of the median index (ranking.md, sections 3 and 6).
 */
export function rankOf(perMinuteMinor: number, waitingSince: Date, now: Date, medianIndex: number): number {
  const days = Math.max(0, now.getTime() - waitingSince.getTime()) / DAY_MS
  const epsilon = (AGEING_SHARE * Math.abs(medianIndex)) / Math.log(1 + AGEING_DAYS)
  return perMinuteMinor + epsilon * Math.log(1 + days)
}
