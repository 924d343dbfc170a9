import type { ModelFigures, PartFigures } from '#contract/ranking'
import { ITSELF } from '../ranking/counted.ts'
import { fitWinModel, type WinModel } from '../ranking/learning/win-model.ts'
import type { LearnedParams } from '../ranking/lessons.ts'
import { fitReach, PRIOR_REACH, predictReach, type ReachModel } from '../ranking/reach.ts'
import type { RankingReason } from '../ranking/reasons.ts'
import { count } from './count.ts'
import type { CallExample, TalkExample } from './examples.ts'
import { type Judged, judgePart } from './judge.ts'
import { logTalks, type ReasonsByCode, sayWins, WIN_OPTIONS } from './win-log.ts'

export interface Lesson {
  readonly params: LearnedParams
  readonly figures: ModelFigures
}

export interface LearnOptions {
  readonly reasons: readonly RankingReason[]
  /** What orders the queue now, and the last call that it was learned from; null: our priors. */
  readonly inUse: {
    readonly id: string
    readonly params: Pick<LearnedParams, 'reach' | 'win'>
    readonly learnedTo: number
  } | null
}

const HALF_LIFE_MS = 180 * 86_400_000
/** Judged on at most so many blocks of calls, each by what was learned before it. */
const BLOCKS = 4
/** Calls, and conversations, without which a block says nothing. */
const LEAST_CALLS = 200
/** Calls that say anything at all; and how many more say something new. */
const FIRST_CALLS = 30
const MORE_CALLS = 1.1

const WEEK_MS = 7 * 86_400_000

interface Seen {
  readonly calls: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Asked every night: where a tenth more is known than was learned from, so nightly while there is little, and once a week. */
export const isDue = (now: Seen, last: Seen): boolean =>
  now.calls >= FIRST_CALLS &&
  (now.calls >= MORE_CALLS * last.calls || (now.calls > last.calls && now.at - last.at >= WEEK_MS))

/**
 * Learns from calls in the order of time: who answers when, and whom an offer wins; and counts what is used at once. Then
 * judges the procedure against what is in use, on the latest blocks of calls that neither had seen.
 * The same calls give the same lesson.
 */
export function learn(calls: readonly CallExample[], { reasons, inUse }: LearnOptions): Lesson {
  const known = new Map(reasons.map((reason) => [reason.code, reason]))
  const fitted = fitBoth(calls, known)
  const starts = findBlocks(calls, inUse?.learnedTo ?? Number.NEGATIVE_INFINITY)
  const reach: Judged[] = []
  const win: Judged[] = []
  for (const [k, start] of starts.entries()) {
    const block = calls.slice(start, starts[k + 1] ?? calls.length)
    const before = fitBoth(calls.slice(0, start), known)
    reach.push(judgeReach(block, before.reach, inUse?.params.reach ?? PRIOR_REACH))
    win.push(judgeWin(block, before.win, inUse?.params.win ?? null, known))
  }
  const talks = calls.flatMap(({ talk }) => talk ?? [])
  const figures = {
    reach: judgePart(reach, calls.length === 0 ? 'prior' : 'curve'),
    win: judgePart(win, kindOf(fitted.win)),
  }
  const verdict = findVerdict([figures.reach, figures.win])
  const parts = verdict === 'better' ? keepBetter(fitted, figures, inUse?.params ?? null) : fitted
  const last = calls.at(-1)?.at ?? 0
  // What is better is put into use at once: nothing is counted beside it yet.
  const beside = verdict === 'better' ? { id: ITSELF, params: parts, learnedTo: last } : inUse
  const counted = count(calls, { reasons: known, beside, weigh: weighBy(last) })
  return {
    params: { version: 1, ...parts, counted },
    figures: {
      attempts: calls.length,
      reached: talks.length,
      wins: talks.filter(({ won }) => won).length,
      blocks: starts.length,
      verdict,
      ...figures,
    },
  }
}

type Parts = Pick<LearnedParams, 'reach' | 'win'>

/** What will be used: a part that gains for certain, and for the other what is in use. */
function keepBetter(params: Parts, figures: Pick<ModelFigures, 'reach' | 'win'>, inUse: Parts | null): Parts {
  const isBetter = ({ gain }: PartFigures) => gain !== null && gain.low > 0
  return {
    reach: isBetter(figures.reach) ? params.reach : (inUse?.reach ?? PRIOR_REACH),
    win: isBetter(figures.win) ? params.win : (inUse?.win ?? null),
  }
}

const weighBy =
  (last: number) =>
  (at: number): number =>
    0.5 ** ((last - at) / HALF_LIFE_MS)

function fitBoth(calls: readonly CallExample[], reasons: ReasonsByCode): { reach: ReachModel; win: WinModel | null } {
  const weigh = weighBy(calls.at(-1)?.at ?? 0)
  const talked = calls.filter((call): call is CallExample & { talk: TalkExample } => call.talk !== null)
  const weights = talked.map(({ at }) => weigh(at))
  const log = logTalks(
    talked.map(({ talk }) => talk),
    weights,
    reasons,
  )
  return {
    reach: fitReach(calls.map(({ at, reach, reached }) => ({ ...reach, reached, weight: weigh(at) }))),
    win: talked.length === 0 ? null : fitWinModel(log, WIN_OPTIONS),
  }
}

/** Where the latest blocks begin: equal numbers of calls, none of which the model in use was learned from. */
function findBlocks(calls: readonly CallExample[], learnedTo: number): number[] {
  const seen = calls.filter(({ at }) => at <= learnedTo).length
  // The first half is only learned from, so that what is judged is a model and not its beginnings.
  const judged = Math.min(calls.length - seen, Math.floor(calls.length / 2))
  const blocks = Math.min(BLOCKS, Math.floor(judged / LEAST_CALLS))
  const size = blocks === 0 ? 0 : Math.floor(judged / blocks)
  return Array.from({ length: blocks }, (_, k) => calls.length - (blocks - k) * size)
}

function judgeReach(block: readonly CallExample[], candidate: ReachModel, inUse: ReachModel): Judged {
  return {
    outcome: block.map(({ reached }) => Number(reached)),
    candidate: block.map(({ reach }) => predictReach(candidate, reach)),
    inUse: block.map(({ reach }) => predictReach(inUse, reach)),
  }
}

function judgeWin(
  block: readonly CallExample[],
  candidate: WinModel | null,
  inUse: WinModel | null,
  reasons: ReasonsByCode,
): Judged {
  const talks = block.flatMap(({ talk }) => talk ?? [])
  return {
    outcome: talks.map(({ won }) => Number(won)),
    candidate: Array.from(sayWins(candidate, talks, reasons)),
    inUse: Array.from(sayWins(inUse, talks, reasons)),
  }
}

function kindOf(win: WinModel | null): PartFigures['by'] {
  if (!win) return 'prior'
  return win.mix.ridge < 1 ? 'trees' : 'ridge'
}

/** Better: a part gains for certain (95 % interval). */
function findVerdict(parts: readonly PartFigures[]): ModelFigures['verdict'] {
  const gains = parts.flatMap(({ gain }) => gain ?? [])
  if (gains.length === 0) return 'too-little'
  return gains.some(({ low }) => low > 0) ? 'better' : 'not-better'
}
