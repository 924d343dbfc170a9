import type { FaultCause } from '#contract/identity'
import { touch } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'

const OF_OUTCOME: Readonly<Record<string, FaultCause>> = { 'N.GONE': 'gone', 'N.LANG': 'barrier', 'A.ACTIVE': 'active' }

/** The data fault that an outcome tells of, if any. */
export const faultOfOutcome = (outcome: string): FaultCause | null => OF_OUTCOME[outcome] ?? null

export type NewFault = { customerId: string; cause: FaultCause; detail?: string | null; at: Date }

/** Puts a customer on the data-fix list; one who was settled stands there again. */
export async function raiseFault(tx: Tx, { customerId, cause, detail = null, at }: NewFault): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO data_fault (customer_id, cause, detail, raised_at)
    VALUES (${customerId}::uuid, ${cause}, ${detail}, ${at}::timestamptz)
    ON CONFLICT (customer_id, cause) DO UPDATE SET detail = excluded.detail, raised_at = excluded.raised_at, settled_at = NULL,
      settled_by_id = NULL`
  await touch(tx, ['quality'])
}

/** False when it had been settled before, or was never told. */
export async function settleFault(
  tx: Tx,
  { customerId, cause, byUserId, at }: { customerId: string; cause: FaultCause; byUserId: string; at: Date },
): Promise<boolean> {
  const { count } = await tx.dataFault.updateMany({
    where: { customerId, cause, settledAt: null },
    data: { settledAt: at, settledById: byUserId },
  })
  return count === 1
}
