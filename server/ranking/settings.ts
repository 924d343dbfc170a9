import type { ContactSettings } from './contact.ts'
import type { RankingOffer } from './offers.ts'
import type { RankingReason } from './reasons.ts'
import { RHYTHM_LIMITS, type RhythmLimits } from './rhythm.ts'
import type { SecondLifeSettings } from './second-life.ts'

/** Everything that a business sets. Keep one object for a run: what follows from it is worked out once. */
export interface RankingSettings extends ContactSettings, SecondLifeSettings {
  readonly offers: readonly RankingOffer[]
  readonly reasons: readonly RankingReason[]
  /** One horizon for P(unaided), P(win) and lift. */
  readonly horizonDays: number
  /** Margin as a share of revenue. */
  readonly marginShare: number
  readonly agentHourMinor: bigint
  readonly attemptMinor: bigint
  /** Share of the second-lifetime value that the third and each later attempt in 30 days costs. */
  readonly annoyanceShare: number
  /** P(comes back unaided in the horizon) of somebody who cancelled. A prior of ours. */
  readonly cancelledUnaided: number
  readonly rhythm: RhythmLimits
}

/** Defaults until somebody sets them (design/ranking.md 6); minutes are priors of ours. Money has two decimals here. */
export const DEFAULT_SETTINGS: RankingSettings = {
  offers: [],
  reasons: [],
  horizonDays: 90,
  marginShare: 0.3,
  discountPerYear: 0.1,
  secondLifeYears: 3,
  curedLossPerYear: 0.1,
  uncuredLossPerYear: 0.6,
  agentHourMinor: 1200n,
  attemptMinor: 2n,
  annoyanceShare: 0.02,
  cancelledUnaided: 0.02,
  previewMinutes: 0.5,
  ringMinutes: 0.5,
  talkMinutes: 5,
  wrapUpMinutes: 1,
  rhythm: RHYTHM_LIMITS,
}
