import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import pg from 'pg'
import type { CampaignId, UserId } from '../../server/contract/ids.ts'
import { createCoalescer } from '../../server/platform/coalescer.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { applyMigrations } from '../../server/platform/migrations.pg.ts'
import { type Claimed, claimItems } from '../../server/queue/claims.store.ts'
import { CAMPAIGN, recycle, seedTown } from './claims-town.ts'

const BATCH = 50
const RECYCLE_MS = 200
const VACUUM_AFTER = 10_000
export const NOW = new Date('2026-11-22T09:00:00Z')
export const LEASE = new Date('2026-11-22T09:00:30Z')

/** Runs `agents` loops for so long; `once` returns how many it got. */
export async function runLoops(agents: number, seconds: number, once: (agent: number) => Promise<number>) {
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

export type Town = { size: number; url: string; seedSeconds: number; admin: pg.Client; ids: string[] }

export async function openTown(server: string, size: number, zones: number): Promise<Town> {
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
export async function whileRecycling<T>(admin: pg.Client, heads: boolean, work: () => Promise<T>): Promise<T> {
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

/** Agents who ask again as soon as they have been answered; `took` is told of each lease. */
export async function claimFor(
  { url, connections }: { url: string; connections: number },
  { agents, seconds, took }: { agents: number; seconds: number; took: (id: string, fence: bigint) => void },
) {
  const { db, close } = openDatabase(url, connections)
  const claim = createCoalescer<UserId, Claimed | undefined>(async (agentIds) => {
    const claimed = await claimItems(db, {
      ...{
        agentIds,
        campaignIds: [CAMPAIGN as CampaignId],
        languages: ['en', 'fa', 'uz'],
        now: NOW,
        leaseUntil: LEASE,
      },
    })
    for (const { id, fence } of claimed) took(id, fence)
    const byAgent = new Map(claimed.map((one) => [one.agentId, one]))
    return agentIds.map((agentId) => byAgent.get(agentId))
  }, BATCH)
  const once = async () => ((await claim(randomUUID() as UserId)) ? 1 : 0)
  const result = await runLoops(agents, seconds, once)
  await close()
  return result
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
