import { createHash } from 'node:crypto'
import { CallId, type CampaignId, type UserId } from '#contract/ids'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import { Refusal } from '../platform/problem.ts'
import { readAwaiting } from './auto-dial.store.ts'
import type { DialInput } from './dial.service.ts'
import { autoDialSeconds, type DialMode } from './dial-mode.ts'
import type { TelephonyNeeds } from './needs.ts'

type Deps = {
  database: Database
  clock: Clock
  needs: Pick<TelephonyNeeds, 'compliance'>
  modes: (tx: Tx) => Promise<ReadonlyMap<CampaignId, DialMode>>
  dial: (input: DialInput, userId: UserId) => Promise<unknown>
}

/** The same dial by whichever process sees it first: one claim is dialled by itself once. */
const idOf = (workItemId: string, fence: bigint): CallId => {
  const hex = createHash('sha256').update(`${workItemId} ${fence}`).digest('hex')
  return CallId.parse(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  )
}

/**
 * Progressive 1:1: the customer on a waiting desk is dialled by the server, at once or when the campaign's countdown is
 * over. Where the law wants a person to decide (`person-dials`), the agent does, whatever the campaign says.
 */
export function createAutoDial({ database, clock, needs, modes, dial }: Deps) {
  return async (now: Date): Promise<void> => {
    const campaigns = await modes(database.db)
    if (![...campaigns.values()].some((mode) => autoDialSeconds(mode) !== null)) return
    const awaiting = await readAwaiting(database.db, [...campaigns.keys()])
    await Promise.all(
      awaiting.map(async ({ workItemId, fence, agentId, campaignId, leasedAt, customerId, phoneId }) => {
        const mode = campaigns.get(campaignId)
        const seconds = mode ? autoDialSeconds(mode) : null
        if (seconds === null || now.getTime() - leasedAt.getTime() < clock.wall(seconds * 1_000)) return
        const permit = await needs.compliance.permitFor(database.db, { customerId, phoneId }, now)
        if (!permit.allowed || permit.requires.includes('person-dials')) return
        await dial({ id: idOf(workItemId, fence), workItemId, fence, byItself: true }, agentId).catch(
          (error: unknown) => {
            if (!(error instanceof Refusal)) throw error // what the desk shows anyway: the agent sees why and decides
          },
        )
      }),
    )
  }
}
