import { z } from 'zod'
import type { Tx } from '../platform/database.pg.ts'
import type { Arm } from './arm.ts'

const Stopped = z.array(z.object({ customer_id: z.string() }))
/** Those of these customers who have a stop that nobody has lifted. */
export async function readStopped(tx: Tx, customerIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT customer_id FROM stop WHERE lifted_at IS NULL AND customer_id = ANY(${[...customerIds]}::uuid[])`
  return new Set(Stopped.parse(rows).map((row) => row.customer_id))
}

const Lapses = z.array(z.object({ customer_id: z.string(), lapsed_at: z.date() }))
/** When the last closed episode of each of these customers lapsed; one that was closed as no lapse at all tells nothing. */
export async function readClosedLapses(tx: Tx, customerIds: readonly string[]): Promise<Map<string, Date>> {
  const rows = await tx.$queryRaw`
    SELECT customer_id, max(lapsed_at) AS lapsed_at FROM episode
    WHERE closed_at IS NOT NULL AND closed_as IS DISTINCT FROM 'not_lapsed' AND customer_id = ANY(${[...customerIds]}::uuid[])
    GROUP BY customer_id`
  return new Map(Lapses.parse(rows).map((row) => [row.customer_id, row.lapsed_at]))
}

const Arms = z.array(z.object({ household_id: z.string(), arm: z.enum(['treat', 'holdout']) }))
/** The arm that each of these households was given first, in whichever episode of whichever member. */
export async function readHouseholdArms(tx: Tx, householdIds: readonly string[]): Promise<Map<string, Arm>> {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT ON (c.household_id) c.household_id, e.arm
    FROM customer c JOIN episode e ON e.customer_id = c.id
    WHERE c.household_id = ANY(${[...householdIds]}::uuid[]) AND e.arm IS NOT NULL
    ORDER BY c.household_id, e.arm_at, e.id`
  return new Map(Arms.parse(rows).map((row) => [row.household_id, row.arm]))
}

const Zones = z.array(z.object({ customer_id: z.string(), zone: z.string() }))
/** The zone of the first number that is not struck and has one. */
export async function readPhoneZones(tx: Tx, customerIds: readonly string[]): Promise<Map<string, string>> {
  if (customerIds.length === 0) return new Map()
  const rows = await tx.$queryRaw`
    SELECT DISTINCT ON (cp.customer_id) cp.customer_id, p.zones[1] AS zone
    FROM customer_phone cp JOIN phone p ON p.id = cp.phone_id
    WHERE cp.customer_id = ANY(${[...customerIds]}::uuid[]) AND cp.struck_at IS NULL AND p.zones[1] IS NOT NULL
    ORDER BY cp.customer_id, cp.rank, cp.phone_id`
  return new Map(Zones.parse(rows).map((row) => [row.customer_id, row.zone]))
}
