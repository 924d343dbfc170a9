import type { UserId } from '#contract/ids'
import type { Topic } from '#contract/live'
import type { Campaigns, Entitlement } from '../campaigns/campaigns.service.ts'
import type { Block, Compliance } from '../compliance/compliance.service.ts'
import type { Permit } from '../compliance/permit.ts'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import { createCoalescer } from '../platform/coalescer.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { isUniqueViolation } from '../platform/transaction.ts'
import { returnTaken } from './callbacks.store.ts'
import { type Claimed, claimItems } from './claims.store.ts'
import { insertDecisions } from './decisions.store.ts'
import { HEADS_OPEN_MS, restoreHeads } from './heads.store.ts'
import { ASK_AGAIN_MS } from './shortlist.service.ts'
import { LEASE_SECONDS } from './work-item.ts'
import { putBack } from './work-items.store.ts'

/** So many agents share one statement at most. */
const BATCH = 50
/** How often in one claim the next head is tried for those whose card a rule denied. */
const ROUNDS = 4
const TRIES = 3

export type ClaimsDeps = {
  database: Database
  clock: Clock
  campaigns: Campaigns
  compliance: Compliance
  /** ready → preview by compare-and-set in the claim's transaction; returns those who moved and touches their desks. */
  moveToPreview: (tx: Tx, agentIds: readonly UserId[], now: Date) => Promise<UserId[]>
}

type Allowed = Map<UserId, { claimed: Claimed; permit: Permit }>

/** Hands out customers: what waits together in this process shares one statement, and SKIP LOCKED keeps processes apart. */
export function createClaims({ database, clock, campaigns, compliance, moveToPreview }: ClaimsDeps) {
  /** Claims until each agent has a card that the gate allows, or nothing is left, or the rounds are over. */
  const claimAllowed = async (
    tx: Tx,
    entitlement: Entitlement,
    agentIds: readonly UserId[],
    now: Date,
  ): Promise<Allowed> => {
    const cards: Allowed = new Map()
    const leaseUntil = new Date(now.getTime() + clock.wall(LEASE_SECONDS * 1_000))
    for (let round = 0; round < ROUNDS && cards.size < agentIds.length; round++) {
      const asking = agentIds.filter((agentId) => !cards.has(agentId))
      const claimed = await claimItems(tx, { ...entitlement, agentIds: asking, now, leaseUntil })
      if (claimed.length === 0) break
      const permits = await compliance.permitMany(tx, claimed, now)
      const denied: { id: Claimed['id']; dueAt: Date }[] = []
      const blocks: Block[] = []
      for (const [index, card] of claimed.entries()) {
        const permit = permits[index]
        if (permit?.allowed) cards.set(card.agentId, { claimed: card, permit })
        else {
          denied.push({ id: card.id, dueAt: permit?.retryAt ?? new Date(now.getTime() + ASK_AGAIN_MS) })
          if (permit) blocks.push(...compliance.blocksOf(card.customerId, permit, now))
        }
      }
      if (denied.length === 0) break
      await putBack(tx, denied)
      await returnTaken(
        tx,
        denied.map(({ id }) => id),
      )
      await compliance.writeBlocks(
        tx,
        blocks.map(({ customerId }) => customerId),
        blocks,
      )
    }
    return cards
  }

  const giveBack = async (tx: Tx, unwanted: readonly Claimed[], now: Date): Promise<void> => {
    const ids = unwanted.map(({ id }) => id)
    await putBack(
      tx,
      unwanted.map(({ id, agreedAt }) => ({ id, dueAt: agreedAt ?? now })),
    )
    await returnTaken(tx, ids)
    await restoreHeads(tx, ids, now, new Date(now.getTime() + HEADS_OPEN_MS))
  }

  const claimTogether = (entitlement: Entitlement, agentIds: readonly UserId[]): Promise<Map<UserId, Claimed>> =>
    database.tx(async (tx) => {
      const now = clock.now()
      const cards = await claimAllowed(tx, entitlement, agentIds, now)
      if (cards.size === 0) return new Map()
      const moved = new Set(await moveToPreview(tx, [...cards.keys()].sort(), now))
      const all = [...cards.values()]
      const kept = all.filter(({ claimed }) => moved.has(claimed.agentId))
      const unwanted = all.filter(({ claimed }) => !moved.has(claimed.agentId))
      if (unwanted.length > 0)
        await giveBack(
          tx,
          unwanted.map(({ claimed }) => claimed),
          now,
        )
      await insertDecisions(tx, kept, now)
      await touch(
        tx,
        kept.map(({ claimed: { id } }): Topic => `card:${id}`),
      )
      return new Map(kept.map(({ claimed }) => [claimed.agentId, claimed]))
    })

  const runBatch = async (entitlement: Entitlement, agentIds: readonly UserId[]): Promise<(Claimed | null)[]> => {
    const asking = [...new Set(agentIds)]
    let cards = new Map<UserId, Claimed>()
    for (let attempt = 1; attempt <= TRIES; attempt++) {
      try {
        cards = await claimTogether(entitlement, asking)
        break
      } catch (error) {
        if (!isUniqueViolation(error)) throw error // else another process has just leased to one of these agents: the next try sees it
      }
    }
    return agentIds.map((agentId) => cards.get(agentId) ?? null)
  }

  const coalescers = new Map<string, (agentId: UserId) => Promise<Claimed | null>>()

  /** The next customer for an agent who is ready, leased to her; null when nobody waits whom she may call, or she holds one already. */
  return async (agentId: UserId): Promise<Claimed | null> => {
    const entitlement = await campaigns.entitled(database.db, agentId)
    if (entitlement.campaignIds.length === 0) return null
    let ask = coalescers.get(entitlement.key)
    if (!ask) {
      ask = createCoalescer((agentIds: UserId[]) => runBatch(entitlement, agentIds), BATCH)
      coalescers.set(entitlement.key, ask)
    }
    return ask(agentId)
  }
}
