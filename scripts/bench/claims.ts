import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import pg from 'pg'
import type { CampaignId, UserId } from '../../server/contract/ids.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { applyMigrations } from '../../server/platform/migrations.pg.ts'
import { type Claimed, claimItems } from '../../server/queue/claims.store.ts'
import { createCoalescer } from '../../server/queue/coalescer.ts'
import { CAMPAIGN, recycle, seedTown } from './claims-town.ts'

export type ClaimsBenchInput = { sizes: number[]; agents: number; zones: number; seconds: number }
export type ClaimsBenchRow = {
  size: number
  seedSeconds: number
  /** Claims a second, the median of five rounds: each agent asks again as soon as she has been answered. */
  claimsPerSecond: number
  p50Ms: number
  p99Ms: number
  /** Single-row updates a second that lease a known row, by as many clients over the same number of connections. */
  floorPerSecond: number
  ratio: number
  /** The same item handed out twice between two returns to the queue. */
  doubles: number
  empty: number
}
export type ClaimsBenchResult = {
  postgres: string
  agents: number
  zones: number
  seconds: number
  connections: number
  rows: ClaimsBenchRow[]
}

const CONNECTIONS = 20
const BATCH = 50
const RECYCLE_MS = 200
const ROUNDS = 5
const VACUUM_AFTER = 10_000
const NOW = new Date('2026-11-22T09:00:00Z')
const LEASE = new Date('2026-11-22T09:00:30Z')
const FLOOR = {
  name: 'floor',
  text: `UPDATE work_item SET state = 'leased', agent_id = $2, leased_at = $3, lease_until = $4, fence = fence + 1 WHERE id = $1 RETURNING id`,
}

/** Runs `agents` loops for so long; `once` returns how many it got. */
async function runLoops(agents: number, seconds: number, once: (agent: number) => Promise<number>) {
  const times: number[] = []
  let got = 0
  let empty = 0
  const start = performance.now()
  const end = start + seconds * 1_000
  const loop = async (agent: number) => {
    while (performance.now() < end) {
      const asked = performance.now()
      const count = await once(agent)
      times.push(performance.now() - asked)
      got += count
      if (count === 0) empty++
    }
  }
  await Promise.all(Array.from({ length: agents }, (_, agent) => loop(agent)))
  const took = (performance.now() - start) / 1_000
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100
  return { perSecond: Math.round(got / took), p50Ms: at(0.5), p99Ms: at(0.99), empty }
}

type Town = { size: number; url: string; seedSeconds: number; admin: pg.Client; ids: string[] }

async function openTown(server: string, size: number, zones: number): Promise<Town> {
  const name = `town_${size}`
  const maker = new pg.Client(server)
  await maker.connect()
  await maker.query(`CREATE DATABASE ${name}`)
  await maker.end()
  const url = server.replace(/\/postgres$/, `/${name}`)
  await applyMigrations(url)
  const admin = new pg.Client(url)
  await admin.connect()
  const start = performance.now()
  await seedTown(admin, size, zones)
  const seedSeconds = Math.round((performance.now() - start) / 100) / 10
  const { rows } = await admin.query<{ id: string }>('SELECT work_item_id AS id FROM queue_head ORDER BY random()')
  return { size, url, seedSeconds, admin, ids: rows.map(({ id }) => id) }
}

/** While `work` runs, gives back what was leased five times a second; heads are vacuumed as the shortlist does. */
async function whileRecycling<T>(admin: pg.Client, heads: boolean, work: () => Promise<T>): Promise<T> {
  let going = true
  let lap = 1
  let returned = 0
  const once = async () => {
    returned += await recycle(admin, heads ? lap++ : null)
    if (heads && returned >= VACUUM_AFTER) {
      returned = 0
      await admin.query('VACUUM queue_head')
    }
  }
  const recycler = (async () => {
    while (going) {
      await new Promise((done) => setTimeout(done, RECYCLE_MS))
      await once()
    }
  })()
  try {
    return await work()
  } finally {
    going = false
    await recycler
    await once()
  }
}

async function measureFloor({ url, admin, ids }: Town, agents: number, seconds: number) {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  let next = 0
  const once = async () => {
    const values = [ids[next++ % ids.length], randomUUID(), NOW, LEASE]
    return (await pool.query({ ...FLOOR, values })).rowCount ?? 0
  }
  const result = await whileRecycling(admin, false, () => runLoops(agents, seconds, once))
  await pool.end()
  return result
}

async function measureClaims({ url, admin }: Town, agents: number, seconds: number) {
  const { db, close } = openDatabase(url, CONNECTIONS)
  const fences = new Map<string, bigint>()
  let doubles = 0
  const claim = createCoalescer<UserId, Claimed | undefined>(async (agentIds) => {
    const claimed = await claimItems(db, {
      agentIds,
      campaignIds: [CAMPAIGN as CampaignId],
      languages: ['en', 'fa', 'uz'],
      now: NOW,
      leaseUntil: LEASE,
    })
    for (const { id, fence } of claimed) {
      if ((fences.get(id) ?? -1n) >= fence) doubles++
      fences.set(id, fence)
    }
    const byAgent = new Map(claimed.map((one) => [one.agentId, one]))
    return agentIds.map((agentId) => byAgent.get(agentId))
  }, BATCH)
  const once = async () => ((await claim(randomUUID() as UserId)) ? 1 : 0)
  const result = await whileRecycling(admin, true, () => runLoops(agents, seconds, once))
  await close()
  return { ...result, doubles }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Claims a second against single-row updates a second, in one run on one PostgreSQL with the real schema (R1; architecture.md, Claim). */
export async function benchClaims({ sizes, agents, zones, seconds }: ClaimsBenchInput): Promise<ClaimsBenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-bench-'))
  await chmod(dir, 0o755)
  const server = await startEmbeddedPostgres(dir, ['-c shared_buffers=1GB', '-c max_wal_size=4GB'])
  try {
    const towns: Town[] = []
    for (const size of sizes) towns.push(await openTown(server.url, size, zones))
    const floors = new Map<number, number[]>(sizes.map((size) => [size, []]))
    const claims = new Map<number, Awaited<ReturnType<typeof measureClaims>>[]>(sizes.map((size) => [size, []]))
    // Rounds alternate, so that whatever else the machine does falls on all alike; the first only warms.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const town of towns) {
        const floor = await measureFloor(town, agents, round === 0 ? 1 : seconds / ROUNDS)
        const claim = await measureClaims(town, agents, round === 0 ? 1 : seconds / ROUNDS)
        if (round === 0) continue
        floors.get(town.size)?.push(floor.perSecond)
        claims.get(town.size)?.push(claim)
      }
    }
    const { rows: versions } = await (towns[0]?.admin ?? new pg.Client(server.url)).query<{ server_version: string }>(
      'SHOW server_version',
    )
    for (const { admin } of towns) await admin.end()
    const rows = towns.map(({ size, seedSeconds }): ClaimsBenchRow => {
      const runs = claims.get(size) ?? []
      const claimsPerSecond = median(runs.map(({ perSecond }) => perSecond))
      const floorPerSecond = median(floors.get(size) ?? [])
      return {
        size,
        seedSeconds,
        claimsPerSecond,
        p50Ms: median(runs.map(({ p50Ms }) => p50Ms)),
        p99Ms: median(runs.map(({ p99Ms }) => p99Ms)),
        floorPerSecond,
        ratio: Math.round((claimsPerSecond / floorPerSecond) * 100) / 100,
        doubles: runs.reduce((sum, { doubles }) => sum + doubles, 0),
        empty: runs.reduce((sum, { empty }) => sum + empty, 0),
      }
    })
    return { postgres: versions[0]?.server_version ?? '', agents, zones, seconds, connections: CONNECTIONS, rows }
  } finally {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
