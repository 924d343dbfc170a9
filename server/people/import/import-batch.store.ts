import type { Sql } from '../../platform/sql.pg.ts'
import { keyThrough } from '../identity/key-through.ts'
import type { CsvRow } from './csv-records.ts'
import { writeCustomers } from './customers-import.store.ts'
import { findCustomerIds, writeComplaints, writeContacts, writePurchases } from './history-import.store.ts'
import type { CustomerEntry, Entries, FaultyRow } from './import-intake.ts'

export type Outcome = { fresh: number; changed: number; same: number; faulty: FaultyRow[]; latest: Date | null }

/** Writes the good rows of a batch; rows of customers that nobody knows come back as faults. */
export async function writeEntries(tx: Sql, entries: Entries, now: Date): Promise<Outcome> {
  if (entries.kind === 'customers') return writePeople(tx, entries.rows, now)
  if (entries.kind === 'purchases') {
    const { known, faulty } = await matchCustomers(tx, entries.rows)
    const { fresh, changed } = await writePurchases(tx, known)
    const latest = known.reduce<Date | null>((last, { at }) => (last && last >= at ? last : at), null)
    return { fresh, changed, same: known.length - fresh - changed, faulty, latest }
  }
  const { known, faulty } = await matchCustomers(tx, entries.rows)
  const complaints = await writeComplaints(
    tx,
    known.filter(({ kind }) => kind === 'complaint'),
    now,
  )
  const contacts = await writeContacts(
    tx,
    known.filter(({ kind }) => kind !== 'complaint'),
  )
  const fresh = complaints.fresh + contacts.fresh
  const changed = complaints.changed + contacts.changed
  return { fresh, changed, same: known.length - fresh - changed, faulty, latest: null }
}

async function writePeople(tx: Sql, rows: { value: CustomerEntry }[], now: Date): Promise<Outcome> {
  // Two rows of one customer in one batch are written as two: a statement can meet a row once.
  const first = rows.filter(({ value }) => !value.append).map(({ value }) => value)
  const further = new Map<string, CustomerEntry>()
  for (const { value } of rows) {
    if (!value.append) continue
    const before = further.get(value.externalId)
    further.set(value.externalId, before ? mergeFurther(before, value) : value)
  }
  const written = first.length > 0 ? await writeCustomers(tx, first, now) : new Map<string, 'new' | 'changed'>()
  const added = further.size > 0 ? await writeCustomers(tx, [...further.values()], now) : new Map()
  const fresh = [...written.values()].filter((state) => state === 'new').length
  const changed = written.size - fresh + [...added.keys()].filter((id) => !written.has(id)).length
  return { fresh, changed, same: rows.length - fresh - changed, faulty: [], latest: null }
}

const mergeFurther = (before: CustomerEntry, after: CustomerEntry): CustomerEntry => ({
  ...before,
  phones: [...before.phones, ...after.phones],
  language: before.language ?? after.language,
  city: before.city ?? after.city,
  zone: before.zone ?? after.zone,
  joinedAt: before.joinedAt ?? after.joinedAt,
  cancelledAt: before.cancelledAt ?? after.cancelledAt,
  attributes: { ...after.attributes, ...before.attributes },
})

async function matchCustomers<T extends { externalId: string; key: string }>(
  tx: Sql,
  rows: readonly { at: CsvRow; value: T }[],
): Promise<{ known: (T & { customerId: string })[]; faulty: FaultyRow[] }> {
  const ids = await findCustomerIds(
    tx,
    rows.map(({ value }) => value.externalId),
  )
  const known: (T & { customerId: string })[] = []
  const faulty: FaultyRow[] = []
  for (const { at, value } of rows) {
    const found = ids.get(value.externalId)
    if (found) known.push({ ...value, customerId: found.id, key: keyThrough(value.key, found.via) })
    else faulty.push({ at, faults: [unknownCustomer(value.externalId)] })
  }
  return { known, faulty }
}

export const unknownCustomer = (externalId: string) => ({
  code: 'csv.customer-unknown',
  field: 'external_id',
  params: { value: externalId.slice(0, 60) },
})
