import { createHash } from 'node:crypto'
import { type CellSettings, openRow, type Places, type ReadRow } from './import-cells.ts'
import {
  type ComplaintStatus,
  type ContactDirection,
  type ContactKind,
  parseAmount,
  parseDirection,
  parseKind,
  parseStatus,
} from './import-values.ts'
import type { Occurrences } from './occurrences.ts'

export type PurchaseRow = { externalId: string; key: string; at: Date; amountMinor: bigint; items: string | null }
export type ContactRow = {
  externalId: string
  key: string
  kind: ContactKind
  direction: ContactDirection | null
  at: Date
  status: ComplaintStatus
  text: string
}
/** `value` null: the very row has been seen in this file. */
type ReadEntry<T> = ReadRow<T | null>

/**
 * One row of a purchases file. Its key is the order's id, and for further rows of one order the id and their place; without an id the day,
 * the amount and the how-manieth of that day and amount.
 */
export function readPurchase(
  cells: readonly string[],
  places: Places,
  settings: CellSettings,
  seen: Occurrences,
): ReadEntry<PurchaseRow> {
  const row = openRow(cells, places, settings)
  const externalId = row.required('external_id', row.key('external_id'))
  const orderId = row.key('order_id')
  const date = row.past('date')
  const amountMinor = row.parsed('amount', parseAmount(row.raw('amount'), settings.currency))
  const items = row.text('items') || null
  return row.done(() => {
    if (!date || amountMinor === null) return null
    const base = `${externalId}\n${orderId ?? `${date.date}|${amountMinor}`}`
    const place = orderId
      ? seen.countUnless(base, `${base}\n${date.at.getTime()}|${amountMinor}|${items}`)
      : seen.count(base)
    if (place === null) return null
    const key = orderId ? (place === 1 ? orderId : `${orderId}#${place}`) : `${date.date}|${amountMinor}|${place}`
    return { externalId, key, at: date.at, amountMinor, items }
  })
}

/** One row of a contacts file. A complaint without a status is open: nobody says that it was solved. */
export function readContact(
  cells: readonly string[],
  places: Places,
  settings: CellSettings,
  seen: Occurrences,
): ReadEntry<ContactRow> {
  const row = openRow(cells, places, settings)
  const externalId = row.required('external_id', row.key('external_id'))
  const contactId = row.key('contact_id')
  const kind = row.parsed('kind', parseKind(row.raw('kind')))
  const isBlank = (column: string) => row.raw(column).trim() === ''
  const direction = isBlank('direction') ? null : row.parsed('direction', parseDirection(row.raw('direction')))
  const date = row.past('date')
  const status =
    kind !== 'complaint' || isBlank('status')
      ? 'open'
      : (row.parsed('status', parseStatus(row.raw('status'))) ?? 'open')
  const text = row.text('text')
  return row.done(() => {
    if (!date || !kind) return null
    const at = date.at.toISOString()
    const digest = createHash('sha256').update(`${kind}|${direction}|${text}`).digest('hex').slice(0, 16)
    const base = `${externalId}\n${contactId ?? `${at}|${digest}`}`
    const place = contactId ? seen.countUnless(base, `${base}\n${at}|${digest}|${status}`) : seen.count(base)
    if (place === null) return null
    const own = contactId ?? `${at}|${digest}`
    return { externalId, key: place === 1 ? own : `${own}#${place}`, kind, direction, at: date.at, status, text }
  })
}
