import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { claimFor, LEASE, median, NOW, openTown, runLoops, type Town, whileRecycling } from './claims-rig.ts'

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
const ROUNDS = 5
const FLOOR = {
  name: 'floor',
  text: `UPDATE work_item SET state = 'leased', agent_id = $2, leased_at = $3, lease_until = $4, fence = fence + 1 WHERE id = $1 RETURNING id`,
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
  const fences = new Map<string, bigint>()
  let doubles = 0
  const took = (id: string, fence: bigint) => {
    if ((fences.get(id) ?? -1n) >= fence) doubles++
    fences.set(id, fence)
  }
  const work = () => claimFor({ url, connections: CONNECTIONS }, { agents, seconds, took })
  return { ...(await whileRecycling(admin, true, work)), doubles }
}

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
