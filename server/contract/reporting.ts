import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { UserId } from './ids.ts'
import { PresenceState } from './staff.ts'
import { Instant, Labels, Minor } from './values.ts'

const Count = z.int().check(z.nonnegative())

/** The document of the topic `wall`: today in the centre's zone, pushed, with its "as of". */
export const Wall = z.strictObject({
  asOf: Instant,
  dayStart: Instant,
  attempts: Count,
  /** Customers reached today: right party, each once. */
  reached: Count,
  /** Won today, claimed by an agent. */
  wonClaimed: Count,
  /** Second-lifetime value of today's wins, minus incentives accepted. */
  valueWonMinor: Minor,
  offersCostMinor: Minor,
  netWonMinor: Minor,
  agents: z.strictObject({ talking: Count, ready: Count, wrapping: Count, preview: Count, break: Count }),
  agentList: z.array(z.strictObject({ id: UserId, name: z.string(), state: PresenceState, since: Instant })),
  reasons: z.array(z.strictObject({ code: z.string(), labels: Labels, count: Count })),
  /** Customers who cannot be called, by rule; one customer may stand under several. */
  blocked: z.array(z.strictObject({ rule: z.string(), customers: Count })),
  waiting: Count,
  callable: Count,
  callbacksDue: Count,
  /** Customers assigned to the holdout: nobody calls them. */
  holdout: Count,
})
export type Wall = z.infer<typeof Wall>

export const reportingApi = {
  'wall.read': { method: 'GET', path: '/wall', answer: Wall },
} as const satisfies Record<string, Endpoint>
