import { z } from 'zod'
import { CustomerId, PhoneId } from '#contract/ids'
import type { Tx } from '../../platform/database.pg.ts'
import { RunMapping } from '../import/import-runs.store.ts'
import { type Mentioned, mentionsPerson } from '../mentions.ts'
import { dropNames } from '../search/names.store.ts'

/** A person on the way to being forgotten: every row of theirs stands under one of these ids. */
export type Erased = { erasureId: string; customerIds: readonly CustomerId[] }

const Ids = z.array(z.object({ id: CustomerId }))
const Names = z.array(
  z.object({
    id: CustomerId,
    merged_into: z.string().nullable(),
    external_id: z.string().nullable(),
    search_name: z.string(),
    name: z.string(),
  }),
)
const Numbers = z.array(z.object({ id: PhoneId, e164: z.string(), shared: z.boolean() }))
const Due = z.array(
  z.object({ id: z.string(), customer_id: CustomerId, step: z.number(), cursor: z.bigint(), by_user_id: z.string() }),
)
const Faults = z.array(z.object({ id: z.bigint(), row: z.array(z.string()), params: z.unknown(), mapping: RunMapping }))

/** The ids under which this person's rows stand: their own, and those that were merged into it. */
export async function readPersonIds(tx: Tx, customerId: CustomerId): Promise<CustomerId[]> {
  return Ids.parse(
    await tx.$queryRaw`SELECT id FROM customer WHERE id = ${customerId}::uuid OR merged_into = ${customerId}::uuid`,
  ).map(({ id }) => id)
}

export async function readPerson(tx: Tx, ids: readonly CustomerId[]) {
  return Names.parse(
    await tx.$queryRaw`SELECT id, merged_into, external_id, search_name, name FROM customer WHERE id = ANY(${[...ids]}::uuid[])`,
  )
}

/** The person's numbers; `shared`: somebody else who is not erased has it too, so it stays that other's. */
export async function readNumbers(tx: Tx, ids: readonly CustomerId[]) {
  return Numbers.parse(
    await tx.$queryRaw`
      SELECT DISTINCT p.id, p.e164, EXISTS (SELECT 1 FROM customer_phone o
        WHERE o.phone_id = p.id AND o.customer_id <> ALL(${[...ids]}::uuid[])) AS shared
      FROM customer_phone cp JOIN phone p ON p.id = cp.phone_id
      WHERE cp.customer_id = ANY(${[...ids]}::uuid[]) ORDER BY p.id`,
  )
}

export const isImporting = async (tx: Tx): Promise<boolean> =>
  (await tx.importRun.count({ where: { state: 'running' }, take: 1 })) > 0

export type NewErasure = { id: string; customerId: CustomerId; reason: string; byUserId: string; beganAt: Date }

export const findErasure = (tx: Tx, customerId: string) => tx.erasure.findUnique({ where: { customerId } })
export const addErasure = (tx: Tx, erasure: NewErasure) =>
  tx.erasure.create({ data: { ...erasure, step: 0, cursor: 0n }, select: { id: true } })

/** The erasure that waits longest, held until the transaction ends; other processes pass it by. */
export async function takeUnfinished(tx: Tx) {
  const [due] = Due.parse(
    await tx.$queryRaw`
      SELECT id, customer_id, step, cursor, by_user_id FROM erasure WHERE finished_at IS NULL
      ORDER BY began_at LIMIT 1 FOR UPDATE SKIP LOCKED`,
  )
  return due ?? null
}

/** This customer's erasure, held as above; whoever takes a step of it just now is waited for. Null when it is finished. */
export async function awaitUnfinished(tx: Tx, customerId: CustomerId) {
  const [due] = Due.parse(
    await tx.$queryRaw`
      SELECT id, customer_id, step, cursor, by_user_id FROM erasure
      WHERE customer_id = ${customerId}::uuid AND finished_at IS NULL FOR UPDATE`,
  )
  return due ?? null
}

/** Whether one of these is forgotten or about to be. */
export const isErased = async (tx: Tx, ids: readonly string[]): Promise<boolean> =>
  (await tx.erasure.count({ where: { customerId: { in: [...ids] } }, take: 1 })) > 0

export const moveErasure = (tx: Tx, id: string, patch: { step?: number; cursor?: bigint; finishedAt?: Date }) =>
  tx.erasure.update({ where: { id }, data: patch, select: { id: true } })

/** No lapse stays open, so nobody scores or queues them again. */
export async function closeEpisodesOf(tx: Tx, ids: readonly CustomerId[], at: Date): Promise<void> {
  await tx.episode.updateMany({
    where: { customerId: { in: [...ids] }, closedAt: null },
    data: { closedAt: at, closedAs: 'erased' },
  })
}

/** Words, and the keys that a file gave: a purchase keeps its day and its amount, a complaint that there was one. */
export async function blankHistory(tx: Tx, { customerIds }: Erased, at: Date): Promise<void> {
  const ids = [...customerIds]
  await tx.$executeRaw`
    UPDATE purchase SET key = 'erased:' || id, items = NULL WHERE customer_id = ANY(${ids}::uuid[]) AND key NOT LIKE 'erased:%'`
  await tx.$executeRaw`
    UPDATE contact_record SET text = '', key = CASE WHEN key LIKE 'file:%' THEN 'erased:' || id ELSE key END
    WHERE customer_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`
    UPDATE complaint SET text = '', note = NULL, key = CASE WHEN key LIKE 'file:%' THEN 'erased:' || id ELSE key END,
      status = CASE status WHEN 'open' THEN 'closed' ELSE status END, closed_at = coalesce(closed_at, ${at}::timestamptz)
    WHERE customer_id = ANY(${ids}::uuid[])`
  await tx.dataFault.deleteMany({ where: { customerId: { in: ids } } })
  // What a merge kept to be undone by is of a person who is not to be put back.
  await tx.customerMerge.updateMany({
    where: { OR: [{ fromId: { in: ids } }, { intoId: { in: ids } }] },
    data: { moved: {} },
  })
  // Nothing is owed any more to somebody whom we do not know.
  await tx.promise.deleteMany({ where: { customerId: { in: ids }, status: 'open' } })
  await tx.promise.updateMany({ where: { customerId: { in: ids } }, data: { what: '' } })
}

const FAULTS_PAGE = 2_000

/** Rows of files that had faults and speak of the person, a page of them; the last id looked at, null at the end. */
export async function blankFaults(tx: Tx, whom: Mentioned, after: bigint): Promise<bigint | null> {
  const rows = Faults.parse(
    await tx.$queryRaw`
      SELECT f.id, f.row, f.params, r.mapping FROM import_fault f JOIN import_run r ON r.id = f.import_id
      WHERE f.id > ${after} ORDER BY f.id LIMIT ${FAULTS_PAGE}`,
  )
  const found = rows.filter(({ row, params, mapping }) => {
    const header = mapping.columns.external_id
    const told = typeof params === 'object' && params !== null ? Object.values(params).map(String) : []
    const idAt = header ? mapping.headers.indexOf(header) : -1
    return mentionsPerson(row, idAt, whom) || mentionsPerson(told, told.length - 1, whom)
  })
  await tx.importFault.updateMany({
    where: { id: { in: found.map(({ id }) => id) } },
    data: { row: [], params: {} },
  })
  return rows.length < FAULTS_PAGE ? null : (rows.at(-1)?.id ?? null)
}

/** The person's own rows, last of all: what the other steps knew them by. A number that was theirs alone is nobody's now. */
export async function blankPerson(tx: Tx, { customerIds }: Erased, at: Date): Promise<void> {
  const ids = [...customerIds]
  const own = (await readNumbers(tx, ids)).filter(({ shared }) => !shared).map(({ id }) => id)
  await dropNames(tx, await readPerson(tx, ids))
  await tx.customerPhone.deleteMany({ where: { customerId: { in: ids } } })
  await tx.$executeRaw`
    UPDATE phone SET e164 = 'erased:' || id, country = NULL, zones = '{}' WHERE id = ANY(${own}::uuid[])`
  await tx.mergeProposal.deleteMany({ where: { OR: [{ customerA: { in: ids } }, { customerB: { in: ids } }] } })
  await tx.customer.updateMany({
    where: { id: { in: ids } },
    data: {
      externalId: null,
      name: '',
      searchName: '',
      language: null,
      city: null,
      country: null,
      zone: null,
      toldZone: null,
      consent: null,
      attributes: {},
      erasedAt: at,
    },
  })
}
