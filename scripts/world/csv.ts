import { stringify } from 'csv-stringify'
import type { Town } from './town.ts'

export type Row = readonly string[]
export type TownFile = { name: string; rows: (town: Town) => Generator<Row> }

export const CUSTOMER_HEADERS: Row =
  'external_id,name,phone,phone2,language,city,time_zone,joined_at,cancelled_at,segment,referrals'.split(',')
export const PURCHASE_HEADERS: Row = 'external_id,order_id,date,amount,items'.split(',')
export const CONTACT_HEADERS: Row = 'external_id,contact_id,kind,direction,date,status,text'.split(',')

const dayOf = (at: Date | null) => at?.toISOString().slice(0, 10) ?? ''
const secondOf = (at: Date) => `${at.toISOString().slice(0, 19)}Z`

/** Rows of customers.csv, headers first. Days are YYYY-MM-DD; what follows `cancelled_at` are attributes. */
export function* customerRows(town: Town): Generator<Row> {
  yield CUSTOMER_HEADERS
  for (const c of town.customers) {
    const [phone = '', phone2 = ''] = c.phones
    const { segment, referrals } = c.attributes
    const days = [dayOf(c.joinedAt), dayOf(c.cancelledAt)]
    yield [c.externalId, c.name, phone, phone2, c.language, c.city, c.timeZone, ...days, segment, referrals]
  }
}

/** Rows of purchases.csv, headers first. Dates are ISO 8601 in UTC, amounts whole rials. */
export function* purchaseRows(town: Town): Generator<Row> {
  yield PURCHASE_HEADERS
  for (const { externalId, purchases } of town.customers) {
    for (const p of purchases) yield [externalId, p.orderId, secondOf(p.at), p.amountRials.toString(), p.items]
  }
}

/** Rows of contacts.csv, headers first. Status is empty unless a complaint. */
export function* contactRows(town: Town): Generator<Row> {
  yield CONTACT_HEADERS
  for (const { externalId, contacts } of town.customers) {
    for (const c of contacts) {
      yield [externalId, c.contactId, c.kind, c.direction, secondOf(c.at), c.status ?? '', c.text]
    }
  }
}

export const TOWN_FILES: readonly TownFile[] = [
  { name: 'customers.csv', rows: customerRows },
  { name: 'purchases.csv', rows: purchaseRows },
  { name: 'contacts.csv', rows: contactRows },
]

/** The text of a file in pieces: UTF-8, commas, LF. */
export async function* csvText(rows: Iterable<Row>): AsyncGenerator<string> {
  const writer = stringify()
  const fed = feed(writer, rows)
  for await (const piece of writer) yield String(piece)
  await fed
}

async function feed(writer: ReturnType<typeof stringify>, rows: Iterable<Row>): Promise<void> {
  for (const row of rows) {
    if (!writer.write(row)) await new Promise((resolve) => writer.once('drain', resolve))
  }
  writer.end()
}
