import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CustomerId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { linkHouseholds, proposeMerges } from './identity/households.store.ts'

export type AddedNumber = 'added' | 'known' | 'struck'

/** Gives a customer a number as the first to try. One that she has or had stays as it is. */
export async function addNumber(
  tx: Tx,
  { customerId, e164, country, at }: { customerId: string; e164: string; country: string | null; at: Date },
): Promise<AddedNumber> {
  await tx.$executeRaw`
    INSERT INTO phone (id, e164, country, zones) VALUES (${randomUUID()}::uuid, ${e164}, ${country}, '{}')
    ON CONFLICT (e164) DO NOTHING`
  const { id: phoneId } = await tx.phone.findUniqueOrThrow({ where: { e164 }, select: { id: true } })
  const known = await tx.customerPhone.findUnique({
    where: { customerId_phoneId: { customerId, phoneId } },
    select: { struckAt: true },
  })
  if (known) return known.struckAt ? 'struck' : 'known'
  await tx.customerPhone.updateMany({ where: { customerId }, data: { rank: { increment: 1 } } })
  await tx.customerPhone.create({ data: { customerId, phoneId, rank: 1 } })
  await proposeMerges(tx, [{ customerId, phoneId }], at)
  await linkHouseholds(tx, [phoneId])
  return 'added'
}

/** False when it was not struck. */
export async function unstrikePhone(tx: Tx, customerId: string, phoneId: string): Promise<boolean> {
  const { count } = await tx.customerPhone.updateMany({
    where: { customerId, phoneId, struckAt: { not: null } },
    data: { struckAt: null, struckWhy: null },
  })
  return count === 1
}

export const hasNumber = async (tx: Tx, customerId: string, phoneId: string): Promise<boolean> =>
  (await tx.customerPhone.count({ where: { customerId, phoneId } })) > 0

export const setLanguage = async (tx: Tx, customerId: string, language: string): Promise<boolean> =>
  (await tx.customer.updateMany({ where: { id: customerId, mergedInto: null }, data: { language } })).count === 1

const Members = z.array(
  z.object({ id: CustomerId, name: z.string(), external_id: z.string().nullable(), city: z.string().nullable() }),
)

/** Who else has a number of these customers, at most so many. */
export async function readSharers(tx: Tx, customerIds: readonly string[], limit: number) {
  const ids = [...customerIds]
  const rows = await tx.$queryRaw`
    SELECT DISTINCT c.id, c.name, c.external_id, c.city FROM customer_phone mine
    JOIN customer_phone o ON o.phone_id = mine.phone_id JOIN customer c ON c.id = o.customer_id
    WHERE mine.customer_id = ANY(${ids}::uuid[]) AND o.customer_id <> ALL(${ids}::uuid[]) ORDER BY c.name, c.id LIMIT ${limit}`
  return Members.parse(rows).map(({ external_id, ...row }) => ({ ...row, externalId: external_id }))
}
