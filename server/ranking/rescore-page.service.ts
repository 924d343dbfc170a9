import type { CustomerId, EpisodeId } from '#contract/ids'
import { isSecondLife } from '#contract/people'
import { closeEpisodes, enterSecondLives } from '../people/close-episodes.store.ts'
import { addEpisodes, setArms } from '../people/episodes.store.ts'
import { type History, readHistories } from '../people/histories.store.ts'
import { offsetAt } from '../people/import/zone-offset.ts'
import type { Sql } from '../platform/sql.pg.ts'
import { type Arm, assignArm } from './arm.ts'
import { explainScore } from './explain.ts'
import { type Known, listFeatures } from './features.ts'
import { type CustomerHistory, summariseHistory } from './history.ts'
import { judgeLapse } from './lapse.ts'
import { lessonsOf } from './lessons.ts'
import { type ScoreRow, writeScores } from './ranking.store.ts'
import type { Counts } from './rescore-runs.store.ts'
import { assessRhythm } from './rhythm.ts'
import type { Run } from './run.ts'
import { type Score, scoreCustomer } from './score.ts'
import { readStandings, type Standing } from './standing.store.ts'
import { slotOf } from './week-slot.ts'

/** The history of one customer as this run reads it. A cancellation ahead of its day is none yet; a lifted stop is none any more. */
export function readHistory(
  row: History,
  run: Pick<Run, 'now' | 'completeThrough' | 'offsetMinutes' | 'protectedNames'>,
  stopped: boolean,
): CustomerHistory {
  const referrals = run.protectedNames.includes('referrals') ? 0 : Number(row.attributes.referrals)
  const cancelledAt = row.cancelledAt && row.cancelledAt <= run.now ? row.cancelledAt : null
  const rows = { ...row, cancelledAt, referrals: Number.isSafeInteger(referrals) && referrals > 0 ? referrals : 0 }
  return { ...summariseHistory(rows, run.completeThrough, run.offsetMinutes), stopped }
}

type Candidate = {
  customerId: CustomerId
  householdId: string
  zone: string
  score: Score
  known: Known
  /** Slots of her week in which she was tried and did not answer. */
  triedSlots: number[]
}
type Judged = {
  openings: { customerId: CustomerId; kind: 'dormant' | 'cancelled'; lapsedAt: Date }[]
  closings: Parameters<typeof closeEpisodes>[1][number][]
  lived: Parameters<typeof enterSecondLives>[1][number][]
  /** Worth a call. */
  candidates: Candidate[]
}
type Standings = ReadonlyMap<CustomerId, Standing>

/** Histories of a page, each with what was learned about such a customer, worked out for all at once. */
function readPage(page: readonly History[], standings: Standings, run: Run) {
  const known = page.flatMap((row) => {
    const standing = standings.get(row.customerId) // none: merged or erased meanwhile
    if (!standing) return []
    const history = readHistory(row, run, standing.stopped)
    return [{ row, standing, history, features: listFeatures(history, row.attributes, run.featureNames, run.now) }]
  })
  const lessons = lessonsOf(
    run.lessons,
    known.map(({ features }) => features),
  )
  return known.map((one, i) => ({ ...one, lesson: lessons[i] ?? {} }))
}

function judgePage(page: readonly History[], standings: Standings, run: Run): Judged {
  const { settings, model, completeThrough, offsetMinutes, lessons } = run
  const judged: Judged = { openings: [], closings: [], lived: [], candidates: [] }
  for (const { row, standing, history, features, lesson } of readPage(page, standings, run)) {
    const { customerId, householdId, purchases } = row
    const { open, closedLapsedAt } = standing
    const lapse = judgeLapse({
      purchases,
      cancelledAt: row.cancelledAt,
      history,
      rhythm: assessRhythm(history, model.purchases, settings.rhythm),
      open,
      closedLapsedAt,
      completeThrough,
      offsetMinutes,
      dormantMinDays: settings.rhythm.dormantMinDays,
    })
    if (lapse.move === 'open') judged.openings.push({ customerId, kind: lapse.kind, lapsedAt: lapse.lapsedAt })
    else if (lapse.move === 'close' && open) judged.closings.push({ episodeId: open.id, closedAs: lapse.as })
    else if (lapse.move === 'live' && open) judged.lived.push({ episodeId: open.id, state: lapse.state })
    // A second life is left alone while it lasts.
    if (lapse.move !== 'open' && (lapse.move !== 'keep' || isSecondLife(open?.state))) continue
    const score = scoreCustomer(history, model, settings, run.now, lessons, lesson)
    // A row of `score` is a customer worth a call: the queue is made of nothing else. An open complaint is the gate's to
    // refuse, so that whom it holds back is counted by its rule and comes in when it is solved.
    if ((score.barred !== null && score.barred !== 'complaint_open') || score.expectedMinor <= 0n) continue
    const zone = row.toldZone ?? row.zone ?? standing.phoneZone ?? run.zone
    const triedSlots = history.missedAt.map((at) => slotOf(at, offsetAt(zone, at)))
    judged.candidates.push({ customerId, householdId, zone, score, known: { ...score.believed, features }, triedSlots })
  }
  return judged
}

function toScoreRow(
  { customerId, zone, score, known, triedSlots }: Candidate,
  episodeId: EpisodeId,
  now: Date,
): ScoreRow {
  const { perMinuteMinor, expectedMinor, learnedId, byHour } = score
  return {
    ...{ episodeId, customerId, zone, perMinuteMinor, expectedMinor, learnedId, body: explainScore(score, now) },
    ...{ reachedMinor: byHour.reachedMinor, fixedMinor: byHour.fixedMinor, contactLogit: byHour.contactLogOdds },
    ...{ triedSlots, features: known },
  }
}

/** Everything about a page of customers that is to be known before it is written. */
export type JudgedPage = { customerIds: readonly CustomerId[]; standings: Standings; judged: Judged; run: Run }

/** A page of customers as it was read. */
export type ReadPage = { customerIds: readonly CustomerId[]; page: readonly History[]; standings: Standings }

/** Reads these customers, without a transaction. */
export async function readCustomers(tx: Sql, customerIds: readonly CustomerId[]): Promise<ReadPage> {
  const page = await readHistories(tx, customerIds)
  return { customerIds, page, standings: await readStandings(tx, customerIds) }
}

export const judgeCustomers = ({ customerIds, page, standings }: ReadPage, run: Run): JudgedPage => ({
  ...{ customerIds, standings, run },
  judged: judgePage(page, standings, run),
})

/** Writes all that follows from a judged page; in a short transaction. */
export async function writePage(tx: Sql, { customerIds, standings, judged, run }: JudgedPage): Promise<Counts> {
  const { now, holdoutKey, holdoutPercent, modelId } = run
  const { openings, closings, lived, candidates } = judged
  const armOf = ({ customerId, householdId }: Candidate): Arm =>
    standings.get(customerId)?.householdArm ?? assignArm(householdId, holdoutKey, holdoutPercent)
  const drawn = new Map<CustomerId, Arm>()
  for (const one of candidates) if (!standings.get(one.customerId)?.open?.arm) drawn.set(one.customerId, armOf(one))
  const opened = openings.map((opening) => ({ ...opening, arm: drawn.get(opening.customerId) ?? null }))
  const added = await addEpisodes(tx, opened, now)
  const closed = await closeEpisodes(tx, closings, now)
  const { verified, kept } = await enterSecondLives(tx, lived)
  const episodeOf = (id: CustomerId): EpisodeId | undefined => added.get(id) ?? standings.get(id)?.open?.id
  const arms = [...drawn].flatMap(([customerId, arm]) => {
    const episodeId = episodeOf(customerId)
    return episodeId ? [{ episodeId, isNew: added.has(customerId), arm }] : []
  })
  await setArms(
    tx,
    arms.filter(({ isNew }) => !isNew),
    now,
  )
  const scores = candidates.flatMap((candidate) => {
    const episodeId = episodeOf(candidate.customerId)
    return episodeId ? [toScoreRow(candidate, episodeId, now)] : []
  })
  const scored = await writeScores(tx, customerIds, scores, { modelId, at: now })
  const treat = arms.filter(({ arm }) => arm === 'treat').length
  return { opened: added.size, closed: closed.length, verified, kept, treat, holdout: arms.length - treat, scored }
}
