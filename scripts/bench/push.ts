import type { CampaignId, UserId } from '../../server/contract/ids.ts'
import { claimItems } from '../../server/queue/claims.store.ts'
import { callAs } from '../../test/harness/browser-call.ts'
import { closeScreens, drive, type Screen, shows } from '../../test/harness/crowd.ts'
import { seedWaiting } from '../../test/harness/waiting.ts'
import { CAMPAIGN } from './claims-town.ts'
import { type LiveHouse, openLiveHouse } from './live-house.ts'
import { ratioOf, type Times, timed, timesOf } from './times.ts'

export type PushBenchInput = { agents: number; perSecond: number; rounds: number }
export type PushBenchResult = PushBenchInput & {
  /** From saying ready to the customer's card in this agent's own client: request, commit, claim, commit, push. */
  readyToCard: Times
  /** A request that does nothing, and back, at the same rate with the same desks open. */
  roundTrip: Times
  /** The one statement that leases a customer to one agent, at the same rate. */
  claim: Times
  /** p99 over the sum of the two floors'. */
  ratio: number
  eventLoopP99Ms: number
}

const LEASE_MS = 30_000
const SPARE = 50

async function measureRoundTrips({ url }: LiveHouse, rate: { perSecond: number; seconds: number }): Promise<number[]> {
  return drive(rate, () =>
    timed(async () => {
      await (await fetch(`${url}/health`)).arrayBuffer()
    }),
  )
}

/** Its customers go back unnoticed: nobody is at these desks. */
async function measureClaims(
  { database, clock }: LiveHouse,
  agents: readonly UserId[],
  perSecond: number,
): Promise<number[]> {
  const now = clock.now()
  const entitled = { campaignIds: [CAMPAIGN as CampaignId], languages: ['en' as const] }
  const times = await drive({ perSecond, seconds: agents.length / perSecond }, (nth) =>
    timed(async () => {
      const agentIds = agents.slice(nth, nth + 1)
      const claimed = await claimItems(database.db, {
        ...{ ...entitled, agentIds, now, leaseUntil: new Date(now.getTime() + LEASE_MS) },
      })
      if (claimed.length !== 1) throw new Error('a claim found nobody')
    }),
  )
  await database.db.workItem.updateMany({
    where: { agentId: { in: [...agents] } },
    data: { state: 'closed', agentId: null, leaseUntil: null, closedAs: 'bench', closedAt: now },
  })
  return times
}

async function sayReady(url: string, screen: Screen): Promise<number> {
  const [shownAfterMs, answer] = await Promise.all([
    shows(screen, (desk) => desk.card !== null),
    callAs(screen.who, url, '/presence', { method: 'PUT', body: { state: 'ready' } }),
  ])
  if (answer?.status !== 200) throw new Error(`presence: ${JSON.stringify(answer)}`)
  return shownAfterMs
}

/** Open loop: agents say ready whether or not those before them have been served. The first round warms. */
export async function benchPush(input: PushBenchInput): Promise<PushBenchResult> {
  const { agents, perSecond, rounds } = input
  const house = await openLiveHouse()
  try {
    const ready: number[] = []
    const trips: number[] = []
    const claims: number[] = []
    let loop = 0
    for (let round = 0; round <= rounds; round++) {
      const { agents: people, screens } = await house.openDesks(agents)
      await seedWaiting(house.database, agents * 2 + SPARE, house.clock.now())
      await house.database.db.$executeRaw`VACUUM ANALYZE`
      const rate = { perSecond, seconds: agents / perSecond }
      const ids = people.map(({ userId }) => userId)
      const roundTrips = await measureRoundTrips(house, rate)
      const claimed = await measureClaims(house, ids, perSecond)
      await house.server.loopDelay()
      const cards = await drive(rate, (nth) => sayReady(house.url, screens[nth] as Screen))
      if (round > 0) {
        loop = Math.max(loop, await house.server.loopDelay())
        trips.push(...roundTrips)
        claims.push(...claimed)
        ready.push(...cards)
      }
      closeScreens(screens)
      await house.database.db.presence.deleteMany({ where: { userId: { in: ids } } })
    }
    const roundTrip = timesOf(trips)
    const claim = timesOf(claims)
    const readyToCard = timesOf(ready)
    const ratio = ratioOf(readyToCard.p99Ms, roundTrip.p99Ms + claim.p99Ms)
    return { ...input, readyToCard, roundTrip, claim, ratio, eventLoopP99Ms: loop }
  } finally {
    await house.close()
  }
}
