import { touch } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'

export type NewContact = {
  customerId: string
  /** Names the fact: the same key again writes nothing. Keys of imported rows begin with `file:`. */
  key: string
  kind: 'call' | 'message' | 'email' | 'visit' | 'disposition' | 'stop'
  direction?: 'in' | 'out' | null
  at: Date
  text: string
  /** Outcome or stop code. */
  code?: string | null
  byUserId?: string | null
}

/** Writes down what our own people did or heard; false when this key was written before. */
export async function addContactRecord(tx: Tx, record: NewContact): Promise<boolean> {
  const { count } = await tx.contactRecord.createMany({ data: [record], skipDuplicates: true })
  return count === 1
}

/** Marks a number as not the customer's any more. It stays, so that no import brings it back; false when it was struck before. */
export async function strikePhone(
  tx: Tx,
  customerId: string,
  phoneId: string,
  why: string,
  at: Date,
): Promise<boolean> {
  const { count } = await tx.customerPhone.updateMany({
    where: { customerId, phoneId, struckAt: null },
    data: { struckAt: at, struckWhy: why },
  })
  if (count === 1) await touch(tx, ['quality'])
  return count === 1
}
