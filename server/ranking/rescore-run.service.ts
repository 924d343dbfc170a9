import { setTimeout as wait } from 'node:timers/promises'
import { listCustomers } from '../people/histories.store.ts'
import type { SqlDatabase } from '../platform/sql.pg.ts'
import { fitBase, type Paging, StoppedRescore } from './fit-base.service.ts'
import { saveModel } from './ranking.store.ts'
import { type JudgedPage, judgeCustomers, type ReadPage, readCustomers, writePage } from './rescore-page.service.ts'
import { type Counts, type Held, keepFit, readOpenRun, type StoredRun, saveProgress } from './rescore-runs.store.ts'
import type { Run } from './run.ts'

/** Thrown where a page would be committed: the run is over, or another process has it. What it committed stays. */
export class LostRescore extends Error {}

/**
 * A transaction that waits for the one before holds rows that a third may be waiting for, and the database cannot see such a circle: it
 * gives way and is made again.
 */
class LatePage extends Error {}
const PATIENCE_MS = 1_000

const orLate = (before: Promise<void>): Promise<void> =>
  Promise.race([
    before,
    wait(PATIENCE_MS, null, { ref: false }).then(() => {
      throw new LatePage()
    }),
  ])

const add = (sum: Counts, more: Counts): Counts => ({
  opened: sum.opened + more.opened,
  closed: sum.closed + more.closed,
  verified: sum.verified + more.verified,
  kept: sum.kept + more.kept,
  treat: sum.treat + more.treat,
  holdout: sum.holdout + more.holdout,
  scored: sum.scored + more.scored,
})

/**
 * Fits, then judges and scores every customer, page by page, or goes on with a run where it was left. Each page commits
 * together with the place that it ends at, after the one before. While two pages are written the next is scored and the one after it
 * read. False when there was nothing to learn from.
 */
export async function performRun(database: SqlDatabase, held: Held, paging: Paging): Promise<boolean> {
  const stands = await readOpenRun(database.db, held)
  if (!stands) throw new LostRescore()
  const run = stands.run ?? (await fitRun(database, held, stands, paging))
  if (!run) return false
  await scoreAll(database, held, { ...stands, run }, paging)
  return true
}

async function fitRun(database: SqlDatabase, held: Held, { house, total }: StoredRun, paging: Paging) {
  const fitted = await fitBase(database.db, house, total, paging)
  if (!fitted) return null
  const { model, notes } = fitted
  return database.tx(async (tx) => {
    const run: Run = { ...house, model, modelId: await saveModel(tx, model, house.completeThrough, house.now) }
    if (!(await keepFit(tx, held, run, notes))) throw new LostRescore()
    return run
  })
}

async function scoreAll(
  database: SqlDatabase,
  held: Held,
  from: { run: Run; after: string | null; done: number; counts: Counts },
  { pageSize, isStopping }: Paging,
): Promise<void> {
  const { run } = from
  let { done, counts } = from

  const write = async (page: JudgedPage, after: string, before: Promise<void>): Promise<void> => {
    const commit = (itsTurn: () => Promise<void>) =>
      database.tx(async (tx) => {
        const written = await writePage(tx, page)
        await itsTurn()
        const [nextDone, nextCounts] = [done + page.customerIds.length, add(counts, written)]
        if (!(await saveProgress(tx, held, { after, done: nextDone, counts: nextCounts }))) throw new LostRescore()
        ;[done, counts] = [nextDone, nextCounts]
      })
    try {
      await commit(() => orLate(before))
    } catch (error) {
      if (!(error instanceof LatePage)) throw error
      await before
      await commit(() => before)
    }
  }

  const read = (after: string | null): Promise<ReadPage> => {
    const reading = listCustomers(database.db, after, pageSize).then((ids) => readCustomers(database.db, ids))
    reading.catch(() => {}) // met when its turn comes
    return reading
  }

  let before: Promise<void> = Promise.resolve()
  let writing = before
  for (let reading = read(from.after); ; ) {
    const page = await reading
    const after = page.customerIds.at(-1)
    if (after === undefined) return writing
    reading = read(after)
    const judged = judgeCustomers(page, run)
    await before
    if (isStopping()) throw new StoppedRescore()
    before = writing
    writing = write(judged, after, before)
    writing.catch(() => {}) // met at the next turn
  }
}
