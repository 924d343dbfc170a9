import type { CustomerId, EpisodeId } from '#contract/ids'
import type { People } from '../people/people.service.ts'
import type { Database } from '../platform/database.pg.ts'
import { type Arm, assignArm } from './arm.ts'
import { explainScore } from './explain.ts'
import type { RankingModelParams } from './fit.ts'
import { type CustomerHistory, summariseHistory } from './history.ts'
import { judgeLapse } from './lapse.ts'
import { keepScores, type ScoreRow, writeScores } from './ranking.store.ts'
import { assessRhythm } from './rhythm.ts'
import { type Score, scoreCustomer } from './score.ts'
import type { RankingSettings } from './settings.ts'
import { readClosedLapses, readHouseholdArms, readPhoneZones, readStopped } from './standing.store.ts'

export type Histories = Awaited<ReturnType<People['histories']>>
export type RescoreDeps = {
  database: Database
  people: Pick<People, 'openEpisodes' | 'addEpisodes' | 'closeEpisodes' | 'verifyEpisodes' | 'setArms'>
}

/** What stays the same for all customers of one run. */
export type Run = {
  now: Date
  completeThrough: Date
  /** How far the centre's day is ahead of UTC. */
  offsetMinutes: number
  zone: string
  holdoutKey: string
  holdoutPercent: number
  settings: RankingSettings
  model: RankingModelParams
  modelId: string
}
export type PageResult = {
  opened: number
  closed: number
  verified: number
  treat: number
  holdout: number
  scored: number
}

/** The history of one customer as this run reads it. A cancellation ahead of its day is none yet; a lifted stop is none any more. */
export function readHistory(
  row: Histories[number],
  run: Pick<Run, 'now' | 'completeThrough' | 'offsetMinutes'>,
  stopped: boolean,
): CustomerHistory {
  const referrals = Number(row.attributes.referrals)
  const cancelledAt = row.cancelledAt && row.cancelledAt <= run.now ? row.cancelledAt : null
  const rows = { ...row, cancelledAt, referrals: Number.isSafeInteger(referrals) && referrals > 0 ? referrals : 0 }
  return { ...summariseHistory(rows, run.completeThrough, run.offsetMinutes), stopped }
}

type Candidate = { customerId: CustomerId; householdId: string; zone: string; score: Score }

/** What is known of a page's customers beside their histories. */
type Standing = {
  open: Awaited<ReturnType<People['openEpisodes']>>
  stopped: Set<string>
  closedLapses: Map<string, Date>
  phoneZones: Map<string, string>
}
type Judged = {
  openings: Parameters<People['addEpisodes']>[1][number][]
  closings: Parameters<People['closeEpisodes']>[1][number][]
  verified: EpisodeId[]
  /** Worth a call. */
  candidates: Candidate[]
}

function judgePage(page: Histories, { open, stopped, closedLapses, phoneZones }: Standing, run: Run): Judged {
  const { settings, model, completeThrough, offsetMinutes } = run
  const judged: Judged = { openings: [], closings: [], verified: [], candidates: [] }
  for (const row of page) {
    const { customerId, householdId, purchases, cancelledAt } = row
    const history = readHistory(row, run, stopped.has(customerId))
    const episode = open.get(customerId) ?? null
    const lapse = judgeLapse({
      purchases,
      cancelledAt,
      history,
      rhythm: assessRhythm(history, model.purchases, settings.rhythm),
      open: episode,
      closedLapsedAt: closedLapses.get(customerId) ?? null,
      completeThrough,
      offsetMinutes,
      dormantMinDays: settings.rhythm.dormantMinDays,
    })
    if (lapse.move === 'open') judged.openings.push({ customerId, kind: lapse.kind, lapsedAt: lapse.lapsedAt })
    else if (lapse.move === 'close' && episode) judged.closings.push({ episodeId: episode.id, closedAs: lapse.as })
    else if (lapse.move === 'verify' && episode) judged.verified.push(episode.id)
    if (lapse.move !== 'open' && (lapse.move !== 'keep' || isKept(episode?.state))) continue
    const score = scoreCustomer(history, model, settings, run.now)
    // A row of `score` is a customer worth a call: the queue is made of nothing else. An open complaint is the gate's to
    // refuse, so that whom it holds back is counted by its rule and comes in when it is solved.
    if ((score.barred !== null && score.barred !== 'complaint_open') || score.expectedMinor <= 0n) continue
    const zone = row.toldZone ?? row.zone ?? phoneZones.get(customerId) ?? run.zone
    judged.candidates.push({ customerId, householdId, zone, score })
  }
  return judged
}

/** A win that an order has borne out: nothing left to call for. One that is only claimed may ask for a further call. */
const isKept = (state: string | undefined): boolean => state === 'verified' || state === 'kept90' || state === 'kept365'

/** Judges and scores one page of customers: reads without a transaction, then one short transaction for all that follows. */
export function createRescorePage({ database, people }: RescoreDeps) {
  const { db } = database

  const readStanding = async (page: Histories): Promise<Standing> => {
    const ids = page.map(({ customerId }) => customerId)
    const withoutZone = page.filter(({ toldZone, zone }) => !toldZone && !zone)
    const [open, stopped, closedLapses, phoneZones] = await Promise.all([
      people.openEpisodes(db, ids),
      readStopped(db, ids),
      readClosedLapses(db, ids),
      readPhoneZones(
        db,
        withoutZone.map(({ customerId }) => customerId),
      ),
    ])
    return { open, stopped, closedLapses, phoneZones }
  }

  return async (page: Histories, run: Run): Promise<PageResult> => {
    const { now, holdoutKey, holdoutPercent, modelId } = run
    const standing = await readStanding(page)
    const { openings, closings, verified, candidates } = judgePage(page, standing, run)
    const armless = candidates.filter(({ customerId }) => !standing.open.get(customerId)?.arm)
    const given = await readHouseholdArms(
      db,
      armless.map(({ householdId }) => householdId),
    )
    const armOf = (id: string): Arm => given.get(id) ?? assignArm(id, holdoutKey, holdoutPercent)

    return database.tx(async (tx) => {
      const added = await people.addEpisodes(tx, openings, now)
      const closed = await people.closeEpisodes(tx, closings, now)
      const borneOut = await people.verifyEpisodes(tx, verified)
      const episodeOf = (id: CustomerId): EpisodeId | undefined => added.get(id) ?? standing.open.get(id)?.id
      const arms = armless.flatMap(({ customerId, householdId }) => {
        const episodeId = episodeOf(customerId)
        return episodeId ? [{ episodeId, arm: armOf(householdId) }] : []
      })
      await people.setArms(tx, arms, now)
      const scores = candidates.flatMap(({ customerId, zone, score }): ScoreRow[] => {
        const episodeId = episodeOf(customerId)
        const { perMinuteMinor, expectedMinor } = score
        const body = explainScore(score, now)
        return episodeId ? [{ episodeId, customerId, zone, perMinuteMinor, expectedMinor, body }] : []
      })
      await keepScores(
        tx,
        page.map(({ customerId }) => customerId),
        scores.map(({ episodeId }) => episodeId),
      )
      const scored = await writeScores(tx, scores, modelId, now)
      const treat = arms.filter(({ arm }) => arm === 'treat').length
      const holdout = arms.length - treat
      return { opened: added.size, closed: closed.length, verified: borneOut, treat, holdout, scored }
    })
  }
}
