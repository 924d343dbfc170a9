import type { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/** Why they could not be called last; their stops stay, which name nobody. */
export async function erasePerson(tx: Tx, customerIds: readonly CustomerId[]): Promise<void> {
  await tx.callBlock.deleteMany({ where: { customerId: { in: [...customerIds] } } })
}
