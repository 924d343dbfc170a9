import type { CustomerId } from '#contract/ids'
import { readHistories } from '../people/histories.store.ts'
import { openPlainSql } from '../platform/plain-sql.pg.ts'
import type { Sql } from '../platform/sql.pg.ts'
import type { Programme } from '../programme/programme.service.ts'
import { createCurrentRun } from './current-run.service.ts'
import type { HourRates } from './hour.ts'
import { readHouse } from './house.service.ts'
import { createLessons } from './lessons.store.ts'
import { readBestOf, readScoredZones, readWhy } from './ranking.store.ts'
import type { ReachModel } from './reach.ts'
import { createRescore, type RescoreDeps } from './rescore.service.ts'
import { judgeCustomers, readCustomers, writePage } from './rescore-page.service.ts'
import { DEFAULT_SETTINGS } from './settings.ts'
import { readStandings } from './standing.store.ts'
import { offersFor, type Told, type ToldOffers } from './told-offers.service.ts'
import { readTopQueue } from './top-queue.store.ts'

export type { BestScore, ScoreKey } from './ranking.store.ts'
export type { Rescored } from './rescore.service.ts'
export type { QueueLine } from './top-queue.store.ts'

export type RankingDeps = Omit<RescoreDeps, 'readHouse'> & {
  programme: Pick<Programme, 'installation' | 'known' | 'taxonomy'>
}
export type Hours = { reach: ReachModel; rates: HourRates }
export type Ranking = ReturnType<typeof createRanking>

/** Outcomes come a few in a second, and each takes some milliseconds; what stands and who she is are read side by side. */
const CONNECTIONS = 3

/** Who has lapsed, what a call to each is expected to earn, and why. */
export function createRanking(deps: RankingDeps) {
  const { database, log } = deps
  const programme = { ...deps.programme, readLessons: createLessons() }
  // An outcome waits for its score: not for Prisma's part of each statement, nor for its plan, nor for the disk.
  const plain = openPlainSql(database.url, CONNECTIONS, { byKey: true, planOnce: true, repeatable: true })
  const rescore = createRescore({
    ...deps,
    readHouse: async (now) => readHouse(database.db, programme, await programme.installation(), now),
  })
  const currentRun = createCurrentRun(programme)
  const rescoreCustomers = async (tx: Sql, customerIds: readonly CustomerId[], now: Date): Promise<number> => {
    const run = await currentRun(tx, now)
    return run ? (await writePage(tx, judgeCustomers(await readCustomers(tx, customerIds), run))).scored : 0
  }
  return {
    ...rescore,
    /**
     * Judges and scores these customers alone, with the model that stands, in the caller's transaction; what a full run at
     * this instant would make of them. Nothing where no model stands yet. How many have a score.
     */
    rescoreCustomers,
    /** The same after what made the scores old was committed: that stands, whatever becomes of the scores, and the night makes them again. */
    rescoreAfter: async (customerIds: readonly CustomerId[], now: Date): Promise<void> => {
      try {
        const [run, page, standings] = await Promise.all([
          currentRun(plain.db, now),
          readHistories(plain.db, customerIds),
          readStandings(plain.db, customerIds),
        ])
        if (!run) return
        const judged = judgeCustomers({ customerIds, page, standings }, run)
        await plain.tx((tx) => writePage(tx, judged))
      } catch (error) {
        log.error({ err: error }, 'ranking.rescore-failed')
      }
    },
    /** What to offer to her who has just told why she left, best first; the first was drawn. Null where no model stands. */
    offersFor: async (tx: Sql, told: Told, now: Date): Promise<ToldOffers | null> => {
      const run = await currentRun(tx, now)
      return run && offersFor(tx, told, run)
    },
    /** By what the hour's order is worked out. */
    hours: async (tx: Sql, now: Date): Promise<Hours> => {
      const { reach } = await programme.readLessons(tx)
      const { settings } = (await currentRun(tx, now)) ?? { settings: DEFAULT_SETTINGS }
      return { reach, rates: settings }
    },
    stop: async (): Promise<void> => {
      await rescore.stop()
      await plain.close()
    },
    why: readWhy,
    bestOf: readBestOf,
    zones: readScoredZones,
    topQueue: readTopQueue,
  }
}
