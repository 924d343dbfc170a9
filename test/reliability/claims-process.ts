import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { CAMPAIGN } from '../../scripts/bench/claims-town.ts'
import type { CampaignId, UserId, WorkItemId } from '../../server/contract/ids.ts'
import { createCoalescer } from '../../server/platform/coalescer.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { claimItems } from '../../server/queue/claims.store.ts'

/**
 * One process of agents who claim and close until nothing is left. Who had whom the database writes down.
 * Arguments: database, `claims` | `naive`, how many agents.
 */
const [url = '', mode = 'claims', agents = '25'] = process.argv.slice(2)
const NOW = new Date('2026-11-22T09:00:00Z')
const LEASE = new Date('2026-11-22T09:00:30Z')
const BATCH = 50
const PATIENCE = 3

const { db, close } = openDatabase(url, 10)

const claimTogether = createCoalescer<UserId, WorkItemId | null>(async (agentIds) => {
  const input = {
    agentIds,
    campaignIds: [CAMPAIGN as CampaignId],
    languages: ['en' as const, 'fa' as const, 'uz' as const],
  }
  const claimed = await claimItems(db, { ...input, now: NOW, leaseUntil: LEASE })
  return agentIds.map((agentId) => claimed.find((card) => card.agentId === agentId)?.id ?? null)
}, BATCH)

/** The control: looks first and writes afterwards, as everybody does who has not been bitten. */
async function claimNaively(agentId: UserId): Promise<WorkItemId | null> {
  const [head] = await db.$queryRaw<
    { id: WorkItemId }[]
  >`SELECT work_item_id AS id FROM queue_head ORDER BY rank DESC LIMIT 1`
  if (!head) return null
  await db.$executeRaw`UPDATE work_item SET state = 'leased', agent_id = ${agentId}::uuid, lease_until = ${LEASE} WHERE id = ${head.id}::uuid`
  await db.$executeRaw`DELETE FROM queue_head WHERE work_item_id = ${head.id}::uuid`
  return head.id
}

async function work(): Promise<void> {
  const agentId = randomUUID() as UserId
  for (let empty = 0; empty < PATIENCE; ) {
    const id = await (mode === 'naive' ? claimNaively(agentId) : claimTogether(agentId))
    if (!id) {
      empty++
      await wait(20)
      continue
    }
    await db.$executeRaw`
      UPDATE work_item SET state = 'closed', agent_id = NULL, lease_until = NULL, closed_as = 'test', closed_at = ${NOW} WHERE id = ${id}::uuid`
  }
}

await Promise.all(Array.from({ length: Number(agents) }, work))
await close()
