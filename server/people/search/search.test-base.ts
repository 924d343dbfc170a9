import { randomUUID } from 'node:crypto'
import type { Database } from '../../platform/database.pg.ts'
import { foldName } from '../digits.ts'
import { writeMissingNames } from './names.store.ts'

export type Known = { name: string; externalId?: string; e164?: readonly string[]; city?: string }

const NAMES_PAGE = 500

/** Customers as an import leaves them, found by name, number and id; their ids in the order given. */
export async function addKnown({ db, tx }: Database, known: readonly Known[], createdAt: Date): Promise<string[]> {
  const people = known.map((one) => ({ ...one, id: randomUUID() }))
  await db.customer.createMany({
    data: people.map(({ id, name, externalId = null, city = null }) => ({
      id,
      externalId,
      householdId: id,
      name,
      city,
      searchName: foldName(name),
      attributes: {},
      createdAt,
    })),
  })
  const numbers = [...new Set(people.flatMap(({ e164 = [] }) => e164))].map((e164) => ({ id: randomUUID(), e164 }))
  await db.phone.createMany({ data: numbers.map((number) => ({ ...number, country: 'IR', zones: [] })) })
  const idOf = new Map(numbers.map(({ id, e164 }) => [e164, id]))
  await db.customerPhone.createMany({
    data: people.flatMap(({ id, e164 = [] }) =>
      e164.map((number, rank) => ({ customerId: id, phoneId: idOf.get(number) ?? '', rank })),
    ),
  })
  while ((await tx((inside) => writeMissingNames(inside, NAMES_PAGE))) === NAMES_PAGE);
  return people.map(({ id }) => id)
}
