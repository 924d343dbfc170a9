import type { CustomerId } from '#contract/ids'
import type { Sql } from '../platform/sql.pg.ts'
import type { Programme } from '../programme/programme.service.ts'
import { createCurrentRun } from './current-run.service.ts'
import { readHouse } from './house.service.ts'
import { readBestOf, readScoredZones, readWhy } from './ranking.store.ts'
import { createRescore, type RescoreDeps } from './rescore.service.ts'
import { judgeCustomers, writePage } from './rescore-page.service.ts'
import { readTopQueue } from './top-queue.store.ts'

export type { BestScore, ScoreKey } from './ranking.store.ts'
export type { Rescored } from './rescore.service.ts'
export type { QueueLine } from './top-queue.store.ts'

export type RankingDeps = Omit<RescoreDeps, 'readHouse'> & {
  programme: Pick<Programme, 'installation' | 'known' | 'taxonomy'>
}
export type Ranking = ReturnType<typeof createRanking>

/** Who has lapsed, what a call to each is expected to earn, and why. */
export function createRanking(deps: RankingDeps) {
  const { programme, database, log } = deps
  const currentRun = createCurrentRun(programme)
  const rescoreCustomers = async (tx: Sql, customerIds: readonly CustomerId[], now: Date): Promise<number> => {
    const run = await currentRun(tx, now)
    return run ? (await writePage(tx, await judgeCustomers(tx, customerIds, run))).scored : 0
  }
  return {
    ...createRescore({ ...deps, readHouse: async (now) => readHouse(programme, await programme.installation(), now) }),
    /**
     * Judges and scores these customers alone, with the model that stands, in the caller's transaction; what a full run at
     * this instant would make of them. Nothing where no model stands yet. How many have a score.
     */
    rescoreCustomers,
    /** The same after what made the scores old was committed: that stands, whatever becomes of the scores, and the night makes them again. */
    rescoreAfter: async (customerIds: readonly CustomerId[], now: Date): Promise<void> => {
      try {
        await database.tx((tx) => rescoreCustomers(tx, customerIds, now))
      } catch (error) {
        log.error({ err: error }, 'ranking.rescore-failed')
      }
    },
    why: readWhy,
    bestOf: readBestOf,
    zones: readScoredZones,
    topQueue: readTopQueue,
  }
}
