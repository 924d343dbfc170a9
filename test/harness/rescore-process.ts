import { createClock } from '../../server/platform/clock.machine.ts'
import { REAL_TIME } from '../../server/platform/clock.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { createProgramme } from '../../server/programme/programme.service.ts'
import { createRanking } from '../../server/ranking/ranking.service.ts'

/** A process that re-ranks the base of this database, as of this instant, in pages of this size. */
const [url = '', now = '', pageSize = ''] = process.argv.slice(2)
const database = openDatabase(url, 4)
const ranking = createRanking({
  database,
  programme: createProgramme({ database }),
  clock: createClock(REAL_TIME),
  events: { emit: () => {} },
  log: { info: () => {}, error: () => {} },
  threaded: true,
  pageSize: Number(pageSize),
})
await ranking.rescoreAll(new Date(now))
await database.close()
