// Only for tests.
import type { CustomerHistory } from './history.ts'
import type { RankingOffer } from './offers.ts'
import type { RankingReason } from './reasons.ts'

/** A customer with four purchase days who has been silent for 200 days. */
export const SILENT: CustomerHistory = {
  purchaseDays: 4,
  lastDays: 90,
  ageDays: 290,
  hiatusDays: 200,
  usualGapDays: 30,
  totalMinor: 14_000,
  meanMinor: 3500,
  spendTrend: 0,
  purchasedLater: false,
  cancelled: false,
  complaints: { open: 0, solved: 0, unsolved: 0 },
  complaintKinds: [],
  contactsBeforeLeaving: 0,
  refusals: 0,
  distrusted: false,
  wins: 0,
  stopped: false,
  knownReason: null,
  declinedOffers: [],
  leftAfterOffer: false,
  attemptsAt: [],
  attemptsAnswered: 0,
  missedAt: [],
  referrals: 0,
}

const reason = (
  code: string,
  fixable: RankingReason['fixable'],
  defectorType: string,
  ...defaultOffers: string[]
): RankingReason => ({ code, fixable, defectorType, defaultOffers })

export const REASONS: readonly RankingReason[] = [
  reason('PRC', null, ''),
  reason('PRC.HIGH', 'yes', 'pushed_unintended', 'DSC.PCT', 'FLX', 'LOY'),
  reason('PRC.VAL', 'partly', 'pushed_unintended', 'FLX', 'INF'),
  reason('PRD.QUAL', 'yes', 'pushed_unintended', 'FIX', 'UPG', 'CRD'),
  reason('SRV.RUDE', 'yes', 'pushed_unintended', 'APO', 'SVC'),
  reason('CMP.NONE', 'yes', 'pushed_unintended', 'APO', 'FIX', 'CRD'),
  reason('CMP.BAD', 'yes', 'pushed_unintended', 'APO', 'CRD'),
  reason('CMP.OPEN', 'yes', 'pushed_unintended', 'FIX'),
  reason('CMP.BILL', 'yes', 'pushed_unintended', 'FIX', 'CRD'),
  reason('CNV.DLV', 'yes', 'pushed_unintended', 'APO', 'CNV', 'FIX'),
  reason('CPT.PRICE', 'partly', 'bought', 'DSC.PCT', 'LOY'),
  reason('NED.UNUSED', 'no', 'moved'),
  reason('INV.DEAD', 'no', 'moved'),
  reason('INV.PAYF', 'yes', 'moved', 'FLX'),
  reason('PSV.FORGOT', 'yes', '(passive)', 'INF', 'LOY'),
  reason('UNK.REFUSED', 'no', ''),
]

export const OFFERS: readonly RankingOffer[] = [
  ...['APO', 'FIX', 'INF', 'DSC.PCT', 'UPG', 'CRD', 'FLX', 'LOY', 'NON'].map((code) => ({ code, costMinor: null })),
  { code: 'BDL', costMinor: null, needsApproval: true },
]
