import type { Sql } from '../platform/sql.pg.ts'
import type { Programme } from '../programme/programme.service.ts'
import { readHouse } from './house.service.ts'
import type { ReadLessons } from './lessons.store.ts'
import { readModel, readModelId } from './ranking.store.ts'
import { packRun, type Run } from './run.ts'

/**
 * The run that would score somebody now: the model that stands, and the house as it is. Kept while neither changes, since
 * what follows from the settings is worked out once for each object of them. Null while nothing was fitted.
 */
export function createCurrentRun(programme: Pick<Programme, 'known' | 'taxonomy'> & { readLessons: ReadLessons }) {
  let kept: { of: string; taxonomy: unknown; run: Run } | null = null
  return async (tx: Sql, now: Date): Promise<Run | null> => {
    const [installation, taxonomy] = [await programme.known(), await programme.taxonomy()]
    const house = await readHouse(tx, programme, installation, now)
    const modelId = await readModelId(tx)
    const standing = modelId !== null && modelId === kept?.run.modelId ? kept.run : await readModel(tx)
    if (!standing || !house) return null
    // The codes are another object when somebody has changed them; written out they would cost as much as a score.
    const of = JSON.stringify(packRun([standing.modelId, installation, house.featureNames]))
    if (kept?.of !== of || kept.taxonomy !== taxonomy || kept.run.lessons !== house.lessons)
      kept = { of, taxonomy, run: { ...house, modelId: standing.modelId, model: standing.model } }
    return { ...kept.run, now }
  }
}
