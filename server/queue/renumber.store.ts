import type { Tx } from '../platform/database.pg.ts'
import { NO_PHONE } from './fill.store.ts'

/** A round that waits on a number that is struck or no longer the customer's takes her next one that rings for nobody else. */
export const takeNextNumber = (tx: Tx, customerId: string): Promise<number> =>
  tx.$executeRaw`
    UPDATE work_item w SET phone_id = x.phone_id
    FROM (SELECT i.id, (
        SELECT cp.phone_id FROM customer_phone cp WHERE cp.customer_id = i.customer_id AND cp.struck_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM work_item o WHERE o.phone_id = cp.phone_id AND o.state <> 'closed')
        ORDER BY cp.rank, cp.phone_id LIMIT 1) AS phone_id
      FROM work_item i WHERE i.customer_id = ${customerId}::uuid AND i.state = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM customer_phone u WHERE u.customer_id = i.customer_id AND u.phone_id = i.phone_id AND u.struck_at IS NULL)) x
    WHERE w.id = x.id AND w.state = 'waiting' AND x.phone_id IS NOT NULL`

/** A round that waits for want of a number closes, and begins anew when one comes. */
export const closeNumberless = (tx: Tx, customerId: string, at: Date): Promise<number> =>
  tx.$executeRaw`
    WITH shut AS (
      UPDATE work_item w SET state = 'closed', closed_as = ${NO_PHONE}, closed_at = ${at}::timestamptz, reserved_for = NULL,
        reserved_until = NULL
      WHERE w.customer_id = ${customerId}::uuid AND w.state = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM customer_phone u WHERE u.customer_id = w.customer_id AND u.phone_id = w.phone_id AND u.struck_at IS NULL)
      RETURNING w.id),
    gone AS (DELETE FROM queue_head WHERE work_item_id IN (SELECT id FROM shut))
    UPDATE callback SET state = 'cancelled' WHERE state IN ('pending', 'missed') AND work_item_id IN (SELECT id FROM shut)`
