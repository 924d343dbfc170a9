import { readAttributeUses } from '../people/attributes.store.ts'
import { offsetAt } from '../people/import/zone-offset.ts'
import type { Sql } from '../platform/sql.pg.ts'
import type { Programme } from '../programme/programme.service.ts'
import { settleSettings } from './house-settings.ts'
import type { ReadLessons } from './lessons.store.ts'
import type { House } from './run.ts'

type Installation = Awaited<ReturnType<Programme['installation']>>

/** What of a run does not depend on the base; null while nobody knows up to when purchases are known. */
export async function readHouse(
  tx: Sql,
  { taxonomy, readLessons }: Pick<Programme, 'taxonomy'> & { readLessons: ReadLessons },
  house: Installation,
  now: Date,
): Promise<House | null> {
  const { completeThrough, zone, holdoutKey, holdoutPercent } = house
  if (!completeThrough) return null
  const uses = await readAttributeUses(tx)
  const namesOf = (use: 'feature' | 'protected') => [...uses].flatMap(([name, its]) => (its === use ? [name] : []))
  return {
    lessons: await readLessons(tx),
    featureNames: namesOf('feature'),
    protectedNames: namesOf('protected'),
    ...{ now, completeThrough, zone, holdoutKey, holdoutPercent },
    offsetMinutes: offsetAt(zone, completeThrough.getTime()) / 60_000,
    settings: settleSettings(house, await taxonomy()),
  }
}
