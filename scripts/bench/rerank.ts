import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { CustomerId } from '../../server/contract/ids.ts'
import { createClock } from '../../server/platform/clock.machine.ts'
import { REAL_TIME } from '../../server/platform/clock.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { createProgramme } from '../../server/programme/programme.service.ts'
import { createRanking } from '../../server/ranking/ranking.service.ts'
import { claimFor, openTown, type Town, whileRecycling } from './claims-rig.ts'
import { RANKED_AT, seedBuyers } from './rerank-town.ts'
import { ratioOf, type Times, timed, timesOf } from './times.ts'

const WAITING = 10_000
const CONNECTIONS = 20
const POLL_MS = 50
const MB = 1024 * 1024
const Said = z.object({ customers: z.number(), scored: z.number(), notes: z.array(z.string()), loopP99Ms: z.number() })

export type RerankResult = {
  customers: number
  purchases: number
  scored: number
  /** Episodes are opened, arms drawn and scores inserted. */
  seconds: number
  /** Of these, until the model is there. */
  fitSeconds: number
  customersPerSecond: number
  /** Of the process that serves everybody else, from before the run to its largest. */
  memoryGrowthMb: number
  /** How long that process's own thread kept others waiting. */
  eventLoopP99Ms: number
  /** One aggregate of all purchases, and a COPY of the same scores into an empty table with the same indexes and keys. */
  floor: { aggregateSeconds: number; copySeconds: number }
  /** Seconds of the run over both together. */
  ratio: number
  scoreMb: number
  /** Beside another run, which writes each score over, as every night; and how many customers a second that one scored. */
  claims: { restPerSecond: number; meanwhilePerSecond: number; ratio: number; doubles: number; scoredPerSecond: number }
  /** The longest transaction that was seen open while it ran, milliseconds. */
  longestTransactionMs: number
  notes: string[]
}

async function withTown<T>(size: number, zones: number, work: (town: Town) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-bench-'))
  await chmod(dir, 0o755)
  const server = await startEmbeddedPostgres(dir, ['-c shared_buffers=1GB', '-c max_wal_size=4GB'])
  try {
    const town = await openTown(server.url, WAITING, zones)
    await seedBuyers(town.admin, size)
    try {
      return await work(town)
    } finally {
      await town.admin.end()
    }
  } finally {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}

const seconds = (ms: number) => Math.round(ms / 10) / 100

async function residentOf(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return (Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024) / MB
}

const Stands = z.tuple([
  z.object({ phase: z.string().nullable(), done: z.number().nullable(), longest: z.number().nullable() }),
])
const STANDS = `
  SELECT r.phase, r.done, (SELECT max(extract(epoch FROM clock_timestamp() - xact_start) * 1000)::float8 FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
      AND query ~ '(episode|score|rescore_run)') AS longest
  FROM (VALUES (1)) one LEFT JOIN rescore_run r ON r.state = 'running'`

/** Watches a run by that process until it has answered; `meanwhile` begins when scores are being written, and with its end so does the watch. */
async function watchRun(town: Town, child: ChildProcess, meanwhile?: () => Promise<void>) {
  const watch = new pg.Client(town.url)
  await watch.connect()
  const before = await residentOf(child)
  const [start, answered] = [performance.now(), once(child, 'message')]
  let [peak, fitMs, longestMs, done, over] = [before, 0, 0, 0, false]
  let beside: Promise<void> | null = null
  child.send('go')
  const end = () => {
    over = true
  }
  void answered.then(end)
  while (!over) {
    peak = Math.max(peak, await residentOf(child))
    const [now] = Stands.parse((await watch.query(STANDS)).rows)
    longestMs = Math.max(longestMs, now.longest ?? 0)
    done = Math.max(done, now.done ?? 0)
    if (now.phase === 'score' && fitMs === 0) fitMs = performance.now() - start
    if (done > 0 && meanwhile) beside ??= meanwhile().then(end)
    await wait(POLL_MS)
  }
  const ms = performance.now() - start
  await beside
  await watch.end()
  return {
    ...{ seconds: seconds(ms), fitSeconds: seconds(fitMs), memoryGrowthMb: Math.round(peak - before) },
    ...{ scoredPerSecond: Math.round(done / ((ms - fitMs) / 1_000)), longestMs: Math.round(longestMs), answered },
  }
}

async function measureFloor({ admin }: Town) {
  const aggregateMs = await timed(() =>
    admin.query(`SELECT sum(n), sum(days), min(first), max(last), sum(spent) FROM (
      SELECT customer_id, count(*) AS n, count(DISTINCT (at AT TIME ZONE 'Asia/Tehran')::date) AS days, min(at) AS first,
        max(at) AS last, sum(amount_minor) AS spent FROM purchase GROUP BY customer_id) x`),
  )
  const { rows } = await admin.query<{ data_directory: string }>('SHOW data_directory')
  const path = `${rows[0]?.data_directory}/scores.copy`
  await admin.query(`COPY score TO '${path}'`)
  await admin.query('CREATE TABLE floor (LIKE score INCLUDING ALL)')
  await admin.query('ALTER TABLE floor ADD FOREIGN KEY (episode_id) REFERENCES episode (id)')
  await admin.query('CHECKPOINT')
  const copyMs = await timed(() => admin.query(`COPY floor FROM '${path}'`))
  await admin.query('DROP TABLE floor')
  return { aggregateSeconds: seconds(aggregateMs), copySeconds: seconds(copyMs) }
}

/** Re-ranks a base of this size in a process of its own, beside the floor and beside claims. */
export const benchRerank = ({
  size,
  agents,
  zones,
  seconds: claimSeconds,
}: {
  size: number
  agents: number
  zones: number
  seconds: number
}): Promise<RerankResult> =>
  withTown(size, zones, async (town) => {
    const { admin, url } = town
    const fences = new Map<string, bigint>()
    let doubles = 0
    const took = (id: string, fence: bigint) => {
      if ((fences.get(id) ?? -1n) >= fence) doubles++
      fences.set(id, fence)
    }
    const claim = (forSeconds: number) =>
      whileRecycling(admin, true, () =>
        claimFor({ url, connections: CONNECTIONS }, { agents, seconds: forSeconds, took }),
      )
    const child = fork('scripts/bench/rerank-process.ts', [url], { execArgv: ['--import', 'tsx'] })
    try {
      await once(child, 'message')
      const { answered, ...run } = await watchRun(town, child)
      const said = Said.parse((await answered)[0])
      const floor = await measureFloor(town)
      await admin.query('VACUUM ANALYZE score, episode')
      await claim(1) // only warms
      const rest = await claim(claimSeconds)
      let beside = { perSecond: 0 }
      const again = await watchRun(town, child, async () => {
        beside = await claim(claimSeconds)
      })
      const { rows } = await admin.query<{ bytes: string; purchases: string }>(
        `SELECT pg_table_size('score') AS bytes, (SELECT count(*) FROM purchase) AS purchases`,
      )
      return {
        ...{ customers: said.customers, purchases: Number(rows[0]?.purchases), scored: said.scored },
        ...{ seconds: run.seconds, fitSeconds: run.fitSeconds, memoryGrowthMb: run.memoryGrowthMb },
        customersPerSecond: Math.round(said.customers / run.seconds),
        eventLoopP99Ms: said.loopP99Ms,
        floor,
        ratio: ratioOf(run.seconds, floor.aggregateSeconds + floor.copySeconds),
        scoreMb: Math.round(Number(rows[0]?.bytes) / MB),
        claims: {
          restPerSecond: rest.perSecond,
          meanwhilePerSecond: beside.perSecond,
          ratio: ratioOf(beside.perSecond, rest.perSecond),
          doubles,
          scoredPerSecond: again.scoredPerSecond,
        },
        longestTransactionMs: Math.max(run.longestMs, again.longestMs),
        notes: said.notes,
      }
    } finally {
      child.kill('SIGKILL')
    }
  })

export type ScoreOneResult = Times & {
  customers: number
  /** One statement that reads nothing, over the same connection in the same run: the floor, of which seven are waited for. */
  statementP50Ms: number
}

/** How long a customer waits for her new score after an outcome was recorded: read, judged, scored and written, one after another. */
export const benchScoreOne = ({ size, times }: { size: number; times: number }): Promise<ScoreOneResult> =>
  withTown(size, 1, async ({ admin, url }) => {
    const database = openDatabase(url)
    const programme = createProgramme({ database })
    await programme.loadDefaults()
    const ranking = createRanking({
      ...{ database, programme, clock: createClock(REAL_TIME), events: { emit: () => {} }, threaded: true },
      log: { info: () => {}, error: console.error },
    })
    try {
      await ranking.rescoreAll(RANKED_AT)
      await admin.query('VACUUM ANALYZE score, episode')
      const { rows } = await admin.query<{ id: string }>(
        'SELECT customer_id AS id FROM score ORDER BY random() LIMIT $1',
        [2 * times],
      )
      const ms: number[] = []
      const floor: number[] = []
      for (const { id } of rows) {
        ms.push(await timed(() => ranking.rescoreAfter([CustomerId.parse(id)], RANKED_AT)))
        floor.push(await timed(() => admin.query({ name: 'floor', text: 'SELECT 1' })))
      }
      // The first half only warms.
      return { customers: size, ...timesOf(ms.slice(times)), statementP50Ms: timesOf(floor.slice(times)).p50Ms }
    } finally {
      await ranking.stop()
      await database.close()
    }
  })
