import type { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { Prisma } from '../platform/generated/client.ts'

/** Rounds of trying stand under the lapses of a customer, which are indexed. */
const itemsOf = (ids: readonly CustomerId[]): Prisma.Sql => Prisma.sql`
  SELECT w.id FROM work_item w JOIN episode e ON e.id = w.episode_id WHERE e.customer_id = ANY(${[...ids]}::uuid[])`

/** Ends the round that waits for them; false when they are on somebody's desk, where it cannot be ended from here. */
export async function releasePerson(tx: Tx, customerIds: readonly CustomerId[], at: Date): Promise<boolean> {
  const ids = [...customerIds]
  await tx.$executeRaw`
    UPDATE work_item SET state = 'closed', closed_at = ${at}::timestamptz, closed_as = 'erased', reserved_for = NULL, reserved_until = NULL
    WHERE customer_id = ANY(${ids}::uuid[]) AND state = 'waiting'`
  if ((await tx.workItem.count({ where: { customerId: { in: ids }, state: { not: 'closed' } } })) > 0) return false
  await tx.$executeRaw`DELETE FROM queue_head WHERE work_item_id IN (${itemsOf(ids)})`
  await tx.$executeRaw`
    UPDATE callback SET state = 'cancelled' WHERE state IN ('pending', 'missed', 'taken') AND work_item_id IN (${itemsOf(ids)})`
  return true
}

/** What agents noted beside their rounds, what they had typed, and what was known when the customer came to them. */
export async function erasePerson(tx: Tx, customerIds: readonly CustomerId[]): Promise<void> {
  await tx.$executeRaw`UPDATE callback SET note = '' WHERE work_item_id IN (${itemsOf(customerIds)})`
  await tx.$executeRaw`UPDATE skip SET note = '' WHERE work_item_id IN (${itemsOf(customerIds)})`
  await tx.$executeRaw`
    UPDATE decision SET why = NULL, features = NULL WHERE work_item_id IN (${itemsOf(customerIds)})`
  await tx.$executeRaw`DELETE FROM draft WHERE work_item_id IN (${itemsOf(customerIds)})`
}
