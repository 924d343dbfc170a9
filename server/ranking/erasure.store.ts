import type { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/** What a call would have been worth, and every fact of theirs that it was made of. */
export async function erasePerson(tx: Tx, customerIds: readonly CustomerId[]): Promise<void> {
  await tx.score.deleteMany({ where: { customerId: { in: [...customerIds] } } })
}
