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
  /** Claims a second: each agent asks again as soon as she has been answered. */
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

async function whileRecycling<T>(
  client: pg.Client,
  heads: boolean,
  onReturn: () => void,
  work: () => Promise<T>,
): Promise<T> {
  let going = true
  const recycler = (async () => {
    while (going) {
      await new Promise((done) => setTimeout(done, RECYCLE_MS))
      await recycle(client, heads)
      onReturn()
    }
  })()
  try {
    return await work()
  } finally {
    going = false
    await recycler
    await recycle(client, heads)
  }
}

async function measure(
  url: string,
  size: number,
  { agents, zones, seconds }: ClaimsBenchInput,
): Promise<ClaimsBenchRow> {
  const admin = new pg.Client(url)
  await admin.connect()
  const seedStart = performance.now()
  await seedTown(admin, size, zones)
  const seedSeconds = Math.round((performance.now() - seedStart) / 100) / 10

  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  const ids = (await admin.query<{ work_item_id: string }>('SELECT work_item_id FROM queue_head ORDER BY random()'))
    .rows
  let next = 0
  const floorOnce = async () => {
    const row = ids[next++ % ids.length]
    const { rowCount } = await pool.query({ ...FLOOR, values: [row?.work_item_id, randomUUID(), NOW, LEASE] })
    return rowCount ?? 0
  }
  const floorRun = (of: number) =>
    whileRecycling(
      admin,
      false,
      () => {},
      () => runLoops(agents, of, floorOnce),
    )
  await floorRun(1)
  const floor = await floorRun(seconds)
  await pool.end()

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
  const claimRun = (of: number) =>
    whileRecycling(
      admin,
      true,
      () => {},
      () => runLoops(agents, of, async () => ((await claim(randomUUID() as UserId)) ? 1 : 0)),
    )
  await claimRun(1)
  const claims = await claimRun(seconds)
  await close()
  await admin.end()
  return {
    size,
    seedSeconds,
    claimsPerSecond: claims.perSecond,
    p50Ms: claims.p50Ms,
    p99Ms: claims.p99Ms,
    floorPerSecond: floor.perSecond,
    ratio: Math.round((claims.perSecond / floor.perSecond) * 100) / 100,
    doubles,
    empty: claims.empty,
  }
}

/** Claims a second against single-row updates a second, in one run on one PostgreSQL with the real schema (R1; architecture.md, Claim). */
export async function benchClaims(input: ClaimsBenchInput): Promise<ClaimsBenchResult> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-bench-'))
  await chmod(dir, 0o755)
  const server = await startEmbeddedPostgres(dir, ['-c shared_buffers=1GB', '-c max_wal_size=4GB'])
  try {
    await applyMigrations(server.url)
    const rows: ClaimsBenchRow[] = []
    for (const size of input.sizes) rows.push(await measure(server.url, size, input))
    const client = new pg.Client(server.url)
    await client.connect()
    const { rows: versions } = await client.query<{ server_version: string }>('SHOW server_version')
    await client.end()
    const { agents, zones, seconds } = input
    return { postgres: versions[0]?.server_version ?? '', agents, zones, seconds, connections: CONNECTIONS, rows }
  } finally {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
