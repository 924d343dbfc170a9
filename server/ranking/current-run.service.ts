import type { Sql } from '../platform/sql.pg.ts'
import type { Programme } from '../programme/programme.service.ts'
import { readHouse } from './house.service.ts'
import { readModel } from './ranking.store.ts'
import { packRun, type Run } from './run.ts'

/**
 * The run that would score somebody now: the model that stands, and the house as it is. Kept while neither changes, since
 * what follows from the settings is worked out once for each object of them. Null while nothing was fitted.
 */
export function createCurrentRun(programme: Pick<Programme, 'known' | 'taxonomy'>) {
  let kept: { of: string; run: Run } | null = null
  return async (tx: Sql, now: Date): Promise<Run | null> => {
    const standing = await readModel(tx)
    const house = standing && (await readHouse(programme, await programme.known(), now))
    if (!standing || !house) return null
    const of = `${standing.modelId} ${JSON.stringify(packRun({ ...house, now: null }))}`
    if (kept?.of !== of) kept = { of, run: { ...house, ...standing } }
    return { ...kept.run, now }
  }
}
