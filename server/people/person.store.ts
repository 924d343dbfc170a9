import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { CustomerId, PhoneId } from '#contract/ids'
import type { Complaint, PromiseMade } from '#contract/people'
import type { Tx } from '../platform/database.pg.ts'

/**
 * The lock that a permit at the dial and the writer of a stop both take: the customers' rows, then those of the numbers, in the order of
 * their ids. How many of them there are.
 */
export async function lockPeople(tx: Tx, customerIds: readonly string[]): Promise<number> {
  const ids = [...customerIds]
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  if (found.length === 0) return 0
  await tx.$queryRaw`
    SELECT 1 FROM phone WHERE id IN (SELECT phone_id FROM customer_phone WHERE customer_id = ANY(${ids}::uuid[]))
    ORDER BY id FOR UPDATE`
  return found.length
}

/** The same lock of one person. False when there is no such customer. */
export const lockPerson = async (tx: Tx, customerId: string): Promise<boolean> =>
  (await lockPeople(tx, [customerId])) === 1

const Numbers = z.array(
  z.object({
    id: PhoneId,
    e164: z.string(),
    country: z.string().nullable(),
    rank: z.number(),
    struck_at: z.date().nullable(),
    struck_why: z.string().nullable(),
    shared: z.boolean(),
  }),
)
const FirstLife = z.tuple([
  z.object({
    value_minor: z.coerce.bigint(),
    orders: z.number(),
    first_at: z.date().nullable(),
    last_at: z.date().nullable(),
    usual_gap_days: z.number().nullable(),
  }),
])

/** A customer's numbers, first rank first. `shared`: somebody else has it too. */
export async function readPhones(tx: Tx, customerId: string) {
  const rows = Numbers.parse(
    await tx.$queryRaw`
      SELECT p.id, p.e164, p.country, cp.rank, cp.struck_at, cp.struck_why,
        EXISTS (SELECT 1 FROM customer_phone o WHERE o.phone_id = p.id AND o.customer_id <> cp.customer_id) AS shared
      FROM customer_phone cp JOIN phone p ON p.id = cp.phone_id
      WHERE cp.customer_id = ${customerId}::uuid ORDER BY cp.rank, p.id`,
  )
  return rows.map(({ struck_at, struck_why, ...row }) => ({ ...row, struckAt: struck_at, struckWhy: struck_why }))
}

/** What was bought before `until`. The usual gap is the median between days with a purchase; null below two such days. */
async function readFirstLife(tx: Tx, customerId: string, until: Date) {
  const [row] = FirstLife.parse(
    await tx.$queryRaw`
      WITH bought AS (
        SELECT at, amount_minor FROM purchase WHERE customer_id = ${customerId}::uuid AND at < ${until}::timestamptz),
      gap AS (
        SELECT day - lag(day) OVER (ORDER BY day) AS days FROM (SELECT DISTINCT at::date AS day FROM bought) d)
      SELECT coalesce(sum(amount_minor), 0)::text AS value_minor, count(*)::int AS orders, min(at) AS first_at,
        max(at) AS last_at, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FROM gap) AS usual_gap_days
      FROM bought`,
  )
  return row
}

const DAY_MS = 86_400_000
const END_OF_TIME = new Date('9999-12-31T00:00:00Z')

/** The facts of a card. `until`: the first life ends there (the lapse). Null when there is no such customer. */
export async function readCardFacts(tx: Tx, customerId: string, until: Date = END_OF_TIME) {
  const person = await tx.customer.findUnique({ where: { id: customerId } })
  if (!person) return null
  const [phones, life] = [await readPhones(tx, customerId), await readFirstLife(tx, customerId, until)]
  const from = person.joinedAt ?? life.first_at
  return {
    customer: {
      ...person,
      id: CustomerId.parse(person.id),
      attributes: z.record(z.string(), z.string()).catch({}).parse(person.attributes),
    },
    phones,
    firstLife: {
      valueMinor: life.value_minor,
      orders: life.orders,
      firstPurchaseAt: life.first_at,
      lastPurchaseAt: life.last_at,
      /** From joining (else the first purchase) to the last purchase. */
      tenureDays:
        from && life.last_at ? Math.max(0, Math.round((life.last_at.getTime() - from.getTime()) / DAY_MS)) : 0,
      usualGapDays: life.usual_gap_days,
    },
    complaints: await readComplaints(tx, customerId),
    promises: await readPromises(tx, customerId),
  }
}
export type CardFacts = NonNullable<Awaited<ReturnType<typeof readCardFacts>>>

const ComplaintStatus = z.enum(['open', 'solved', 'closed'])
const PromiseStatus = z.enum(['open', 'kept', 'broken'])

/** Open ones first, then newest first. */
export async function readComplaints(tx: Tx, customerId: string): Promise<Complaint[]> {
  const rows = await tx.complaint.findMany({ where: { customerId }, orderBy: { openedAt: 'desc' } })
  const told = rows.map(({ id, openedAt, closedAt, status, text }) => ({
    id,
    openedAt: openedAt.toISOString(),
    closedAt: closedAt?.toISOString() ?? null,
    status: ComplaintStatus.parse(status),
    text,
  }))
  return [...told.filter(({ status }) => status === 'open'), ...told.filter(({ status }) => status !== 'open')]
}

export const countOpenComplaints = (tx: Tx, customerId: string): Promise<number> =>
  tx.complaint.count({ where: { customerId, status: 'open' } })

/** What an agent handed over during a call: until it is solved, the customer is asked for nothing else. */
export async function openComplaint(
  tx: Tx,
  { customerId, key, text, at }: { customerId: string; key: string; text: string; at: Date },
): Promise<void> {
  await tx.complaint.create({
    data: { id: randomUUID(), customerId, key, text, status: 'open', openedAt: at },
    select: { id: true },
  })
}

/** `owner` is the name of who promised. */
export async function readPromises(tx: Tx, customerId: string): Promise<PromiseMade[]> {
  const rows = await tx.promise.findMany({ where: { customerId }, orderBy: { dueAt: 'asc' } })
  const ids = [...new Set(rows.map(({ ownerId }) => ownerId))]
  const owners = ids.length
    ? await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
    : []
  const names = new Map(owners.map(({ id, name }) => [id, name]))
  return rows.map(({ id, what, ownerId, dueAt, status }) => ({
    id,
    what,
    owner: names.get(ownerId) ?? '',
    dueAt: dueAt.toISOString(),
    status: PromiseStatus.parse(status),
  }))
}

export type NewPromise = {
  customerId: string
  dispositionId: string
  what: string
  ownerId: string
  dueAt: Date
  at: Date
}

export async function addPromise(tx: Tx, { at, ...promise }: NewPromise): Promise<string> {
  const id = randomUUID()
  await tx.promise.create({ data: { id, ...promise, status: 'open', createdAt: at } })
  return id
}
