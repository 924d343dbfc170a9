import type { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/** Whether a dial to them is under way or its fate is not known yet. */
export const hasLiveDial = async (tx: Tx, customerIds: readonly CustomerId[]): Promise<boolean> =>
  (await tx.dialIntent.count({
    where: { customerId: { in: [...customerIds] }, state: { in: ['created', 'sent', 'bound', 'unknown'] } },
    take: 1,
  })) > 0

/** Of what the carrier told, numbers and names go; how long it took stays. Her voice is deleted as what is older than the house keeps is; what comes of it later is as well. */
export async function erasePerson(tx: Tx, customerIds: readonly CustomerId[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_inbox SET raw = jsonb_build_object('seconds', raw -> 'seconds')
    WHERE intent_id IN (SELECT id FROM dial_intent WHERE customer_id = ANY(${[...customerIds]}::uuid[]))`
  await tx.$executeRaw`
    UPDATE recording SET state = CASE WHEN sid IS NULL THEN 'failed' ELSE 'expiring' END, asked_at = to_timestamp(0)
    WHERE state IN ('announcing', 'on', 'paused', 'ended', 'kept') AND call_id IN (
      SELECT id FROM dial_intent WHERE customer_id = ANY(${[...customerIds]}::uuid[]))`
}
