import type { CustomerHistory } from './history.ts'

/** A reason of the taxonomy, as a supervisor keeps it. */
export interface RankingReason {
  readonly code: string
  readonly fixable: 'yes' | 'partly' | 'no' | null
  readonly defectorType: string | null
  readonly defaultOffers: readonly string[]
}

export interface LikelyReason {
  readonly reason: RankingReason
  /** Its place in the list that was prepared. */
  readonly index: number
  readonly probability: number
}

/**
 * How often each group is behind a departure before anything is known of the customer. First seven: shares of 838
 * switching incidents in Keaveney (1995), J. Marketing 59(2), 71–82, where one incident can have several. The last
 * three did not exist there; their weights are ours, to be replaced by recorded reasons.
 */
const GROUP_PRIORS: Readonly<Record<string, number>> = {
  PRD: 44,
  SRV: 34,
  PRC: 30,
  CNV: 21,
  CMP: 17,
  CPT: 10,
  TRU: 7.5,
  INV: 6,
  NED: 20,
  PSV: 25,
}
const NEW_GROUP_PRIOR = 10
/** Trust in the reason that the customer gave before. */
const KNOWN_REASON_SHARE = 0.85

/** Words of a complaint's kind (as imported) and the reasons that they speak for. Weights are priors of ours. */
const KIND_EVIDENCE: readonly (readonly [words: RegExp, codes: readonly string[]])[] = [
  [/bill|invoice|charge|fee/, ['CMP.BILL', 'PRC.FEE']],
  [/deliver|late|shipping|appoint/, ['CNV.DLV']],
  [/quality|fault|defect|broken|damage/, ['PRD.QUAL']],
  [/staff|rude|attitude|agent|service/, ['SRV.RUDE', 'SRV.KNOW']],
  [/wait|queue/, ['SRV.WAIT']],
  [/price|expens/, ['PRC.HIGH']],
  [/stock|availab/, ['PRD.STOCK']],
  [/privacy|security|fraud/, ['TRU.PRIV']],
]
const KIND_WEIGHT = 6

/** What history says for or against a reason, as a factor on its prior; reasons that are absent get 1. */
const EVIDENCE: Readonly<Record<string, (history: CustomerHistory) => number>> = {
  'CMP.OPEN': ({ complaints }) => (complaints.open > 0 ? 20 : 0),
  'CMP.NONE': ({ complaints }) => (complaints.open + complaints.unsolved > 0 ? 6 : 1),
  'CMP.BAD': ({ complaints }) => (complaints.unsolved > 0 ? 6 : 1),
  'TRU.SPAM': ({ contactsBeforeLeaving }) => (contactsBeforeLeaving >= 4 ? 6 : 1),
  'PRC.HIGH': ({ spendTrend }) => (spendTrend < -0.3 ? 2 : 1),
  'PRC.VAL': ({ spendTrend }) => (spendTrend < -0.3 ? 2 : 1),
  'PSV.FORGOT': ({ purchaseDays }) => (purchaseDays <= 1 ? 2 : 1),
  'INV.PAYF': ({ cancelled }) => (cancelled ? 2 : 0.3),
  // A gap of most of a year as a habit is what a season looks like.
  'NED.SEASON': ({ usualGapDays }) => ((usualGapDays ?? 0) > 250 ? 4 : 1),
}

export interface PreparedReason {
  readonly reason: RankingReason
  readonly group: string
  readonly prior: number
  readonly evidence: ((history: CustomerHistory) => number) | undefined
  readonly words: RegExp | undefined
}

/** The leaves that can be hypotheses, each with its share of its group's prior. "Unknown" is no hypothesis. */
export function prepareReasons(reasons: readonly RankingReason[]): PreparedReason[] {
  const leaves = reasons.filter(({ code }) => code.includes('.') && !code.startsWith('UNK.'))
  const sizes = new Map<string, number>()
  for (const { code } of leaves) sizes.set(groupOf(code), (sizes.get(groupOf(code)) ?? 0) + 1)
  return leaves.map((reason) => {
    const group = groupOf(reason.code)
    return {
      reason,
      group,
      prior: (GROUP_PRIORS[group] ?? NEW_GROUP_PRIOR) / (sizes.get(group) ?? 1),
      evidence: EVIDENCE[reason.code],
      words: KIND_EVIDENCE.find(([, codes]) => codes.includes(reason.code))?.[0],
    }
  })
}

/**
 * Why this customer probably left, likeliest first, summing to 1: group priors shared equally among the leaves that
 * are in use, times the evidence of the history. A reason given earlier takes 85 %. Without reasons the list is empty.
 */
export function findLikelyReasons(history: CustomerHistory, reasons: readonly PreparedReason[]): LikelyReason[] {
  const { complaints, complaintKinds, knownReason } = history
  const complained = complaints.open + complaints.solved + complaints.unsolved > 0
  let total = 0
  let known = false
  const weights = reasons.map(({ reason, group, prior, evidence, words }) => {
    let weight = prior * (evidence ? evidence(history) : 1)
    if (group === 'CMP' && !complained) weight *= 0.1
    if (group === 'PSV' && history.cancelled) weight *= 0.1
    if (words && complaintKinds.some((kind) => words.test(kind))) weight *= KIND_WEIGHT
    total += weight
    known ||= reason.code === knownReason
    return weight
  })
  if (total <= 0) return []
  const scale = (known ? 1 - KNOWN_REASON_SHARE : 1) / total
  const likely: LikelyReason[] = []
  for (const [index, { reason }] of reasons.entries()) {
    const told = known && reason.code === knownReason ? KNOWN_REASON_SHARE : 0
    const probability = told + scale * (weights[index] ?? 0)
    if (probability > 0) likely.push({ reason, index, probability })
  }
  return likely.sort(
    (left, right) => right.probability - left.probability || (left.reason.code < right.reason.code ? -1 : 1),
  )
}

export function groupOf(code: string): string {
  const dot = code.indexOf('.')
  return dot < 0 ? code : code.slice(0, dot)
}

/**
 * Log-odds of winning somebody who left for this reason, against the average leaver. Signs: price leavers return more
 * than service leavers (Kumar, Bhagwat & Zhang 2015, J. Marketing 79(4)); those bought away or pushed on purpose are
 * mostly not worth a call (Stauss & Friege 1999). Sizes are priors of ours until outcomes are learned from.
 */
export function weighReason({ code, fixable, defectorType }: RankingReason): number {
  const group = REASON_LOG_ODDS[groupOf(code)] ?? 0
  const cure = fixable === 'no' ? -1.2 : fixable === 'partly' ? -0.2 : 0
  const pull = defectorType === 'pushed_intended' ? -2 : defectorType === 'bought' ? -0.2 : 0
  return group + cure + pull
}

const REASON_LOG_ODDS: Readonly<Record<string, number>> = {
  PRC: 0.25,
  PSV: 0.45,
  CNV: 0.05,
  SRV: -0.15,
  PRD: -0.15,
  CMP: -0.25,
  CPT: -0.3,
  TRU: -0.5,
}
