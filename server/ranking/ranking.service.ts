import { offsetAt } from '../people/import/zone-offset.ts'
import type { People } from '../people/people.service.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import type { Log } from '../platform/log.machine.ts'
import type { Programme } from '../programme/programme.service.ts'
import { type FittedFields, fitModel, type RankingModelParams } from './fit.ts'
import { listPurchaseDays } from './history.ts'
import { settleSettings } from './house-settings.ts'
import { listPastWindows, summariseDays } from './purchase/purchase-days.ts'
import { readBestOf, readScoredZones, readTopQueue, readWhy, saveModel } from './ranking.store.ts'
import { createRescorePage, type PageResult, type RescoreDeps, type Run } from './rescore-page.service.ts'
import { RHYTHM_LIMITS } from './rhythm.ts'

export type { BestScore, QueueLine, ScoreKey } from './ranking.store.ts'

export type RankingDeps = {
  database: Database
  programme: Pick<Programme, 'installation' | 'taxonomy'>
  people: Pick<People, 'histories'> & RescoreDeps['people']
  events: Pick<Events, 'emit'>
  log: Pick<Log, 'info'>
  /** Customers read at once; numbers do not depend on it. */
  pageSize?: number
}

/** Nothing to learn from: no purchase is known, or not until when purchases are known. */
export type NotFitted = { fitted: false; why: 'no-purchases' | 'no-complete-through' }
export type Fitted = { fitted: true; modelId: string; model: RankingModelParams; completeThrough: Date }
export type Rescored = PageResult & { customers: number; modelId: string | null; skipped: NotFitted['why'] | null }
export type Ranking = ReturnType<typeof createRanking>

/** A page's transaction stays well below a second: a long snapshot slows every claim. */
const PAGE = 500
const NOTHING: PageResult = { opened: 0, closed: 0, verified: 0, treat: 0, holdout: 0, scored: 0 }

/** Who has lapsed, what a call to each is expected to earn, and why. */
export function createRanking(deps: RankingDeps) {
  const { database, programme, people, events, log, pageSize = PAGE } = deps
  const rescorePage = createRescorePage(deps)
  let line: Promise<unknown> = Promise.resolve()

  async function* pages() {
    let after: string | null = null
    for (;;) {
      const page: Awaited<ReturnType<typeof people.histories>> = await people.histories(database.db, after, pageSize)
      if (page.length === 0) return
      yield page
      after = page.at(-1)?.customerId ?? null
    }
  }

  /** Learns from all purchases; stores the model unless it is the one that stands. */
  const fitBase = async (now: Date): Promise<Fitted | NotFitted> => {
    const { completeThrough, zone, horizonDays } = await programme.installation()
    if (!completeThrough) return { fitted: false, why: 'no-complete-through' }
    const offsetMinutes = offsetAt(zone, completeThrough.getTime()) / 60_000
    const window = { horizonDays, silentDays: RHYTHM_LIMITS.dormantMinDays }
    const buyers: FittedFields[] = []
    for await (const page of pages())
      for (const row of page) {
        const { days, end } = listPurchaseDays(row.purchases, completeThrough, offsetMinutes)
        if (days.length > 0) buyers.push({ ...summariseDays(days, end), past: listPastWindows(days, end, window) })
      }
    if (buyers.length === 0) return { fitted: false, why: 'no-purchases' }
    const model = fitModel(buyers, window)
    const modelId = await database.tx((tx) => saveModel(tx, model, completeThrough, now))
    return { fitted: true, modelId, model, completeThrough }
  }

  const rescore = async (now: Date): Promise<Rescored> => {
    const fitted = await fitBase(now)
    if (!fitted.fitted) {
      log.info({ why: fitted.why }, 'ranking.skipped')
      return { ...NOTHING, customers: 0, modelId: null, skipped: fitted.why }
    }
    const { modelId, model, completeThrough } = fitted
    const house = await programme.installation()
    const run: Run = {
      now,
      completeThrough,
      offsetMinutes: offsetAt(house.zone, completeThrough.getTime()) / 60_000,
      zone: house.zone,
      holdoutKey: house.holdoutKey,
      holdoutPercent: house.holdoutPercent,
      settings: settleSettings(house, await programme.taxonomy()),
      model,
      modelId,
    }
    const total = { ...NOTHING }
    let customers = 0
    for await (const page of pages()) {
      const done = await rescorePage(page, run)
      for (const key of Object.keys(done) as (keyof PageResult)[]) total[key] += done[key]
      customers += page.length
    }
    const result: Rescored = { ...total, customers, modelId, skipped: null }
    log.info(result, 'ranking.scored')
    events.emit('ranking.scored', { scored: result.scored })
    return result
  }

  return {
    fit: fitBase,
    /** Fits, then judges and scores every customer, page by page. Runs follow one another: two at once would race for the same rows. */
    rescoreAll: (now: Date): Promise<Rescored> => {
      const mine = line.then(() => rescore(now))
      line = mine.catch(() => {})
      return mine
    },
    why: readWhy,
    bestOf: readBestOf,
    zones: readScoredZones,
    topQueue: readTopQueue,
  }
}
