const DAY_MS = 86_400_000
/** After so many days of waiting a customer has gained this share of the median index (ranking.md, section 6). */
const AGEING_DAYS = 30
const AGEING_SHARE = 0.1

/** In its last so many days a permission to call makes a customer more urgent, by the end by this share of her own index. Ours. */
const LAPSE_DAYS = 14
const LAPSE_SHARE = 0.5

/**
 * The order of the queue: expected value a minute, minor units, plus ε·ln(1 + days waiting), where ε is such that thirty days add a tenth
 * of the median index (ranking.md, sections 3 and 6). Others can be called later; one whose permission ends (`lapsesAt`) cannot, and what
 * she is worth is lost with it, so she comes before those who are worth a little more. It orders the few thousand best that the shortlist
 * reads, and brings nobody among them.
 */
export function rankOf(
  perMinuteMinor: number,
  waitingSince: Date,
  now: Date,
  medianIndex: number,
  lapsesAt: Date | null = null,
): number {
  const daysLeft = lapsesAt === null ? LAPSE_DAYS : (lapsesAt.getTime() - now.getTime()) / DAY_MS
  const urgency = Math.min(1, Math.max(0, 1 - daysLeft / LAPSE_DAYS))
  const lapsing = LAPSE_SHARE * urgency * Math.max(0, perMinuteMinor)
  const days = Math.max(0, now.getTime() - waitingSince.getTime()) / DAY_MS
  const epsilon = (AGEING_SHARE * Math.abs(medianIndex)) / Math.log(1 + AGEING_DAYS)
  return perMinuteMinor + lapsing + epsilon * Math.log(1 + days)
}
