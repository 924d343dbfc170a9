import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createClock } from '../../server/platform/clock.machine.ts'
import { REAL_TIME } from '../../server/platform/clock.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { createProgramme } from '../../server/programme/programme.service.ts'
import { createRanking } from '../../server/ranking/ranking.service.ts'
import { RANKED_AT } from './rerank-town.ts'

/** A process that re-ranks when it is told to, as a server does; it tells how it went and how long its own thread kept others waiting. */
const STEP_MS = 5
const database = openDatabase(process.argv[2] ?? '', 4)
const programme = createProgramme({ database })
await programme.loadDefaults()
const ranking = createRanking({
  database,
  programme,
  clock: createClock(REAL_TIME),
  events: { emit: () => {} },
  log: { info: () => {}, error: console.error },
  threaded: true,
})
const delay = monitorEventLoopDelay({ resolution: STEP_MS })
process.on('message', async () => {
  delay.enable()
  const result = await ranking.rescoreAll(RANKED_AT)
  const loopP99Ms = Math.max(0, delay.percentile(99) / 1e6 - STEP_MS)
  delay.reset()
  process.send?.({ ...result, loopP99Ms: Number(loopP99Ms.toFixed(1)) })
})
process.send?.('ready')
