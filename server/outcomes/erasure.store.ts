import type { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/** What was said goes; how it ended, why and what was offered stay as codes. */
export async function erasePerson(tx: Tx, customerIds: readonly CustomerId[]): Promise<void> {
  const ids = [...customerIds]
  await tx.$executeRaw`
    UPDATE offer_made SET counter = NULL
    WHERE counter IS NOT NULL AND disposition_id IN (SELECT id FROM disposition WHERE customer_id = ANY(${ids}::uuid[]))`
  await tx.$executeRaw`
    UPDATE disposition SET words = '', note = '', competitor = NULL WHERE customer_id = ANY(${ids}::uuid[])`
}
