import { netByDay, type PurchaseDay } from '../../server/ranking/purchase/purchase-days.ts'
import { BadInput, required } from './bad-input.ts'
import { createDayReader } from './day.ts'
import { readTable } from './table.ts'

export const PURCHASE_OPTIONS = {
  data: { type: 'string' },
  customer: { type: 'string' },
  date: { type: 'string' },
  amount: { type: 'string' },
  delimiter: { type: 'string', default: ',' },
  'date-format': { type: 'string' },
  'no-header': { type: 'boolean', default: false },
} as const

export type PurchaseOptions = {
  [K in Exclude<keyof typeof PURCHASE_OPTIONS, 'no-header'>]?: string | undefined
} & { 'no-header'?: boolean | undefined }

/** One purchase: whole days since 1970-01-01 and the amount, 1 where the file has none. */
export type Purchase = PurchaseDay

/** Purchases of every customer of the file, customers in the order in which they first appear. */
export function readPurchases(options: PurchaseOptions): Purchase[][] {
  const path = required(options.data, 'data')
  const names = [required(options.customer, 'customer'), required(options.date, 'date'), options.amount] as const
  const readDay = createDayReader(options['date-format'])
  const table = readTable(path, { delimiter: options.delimiter ?? ',', header: !options['no-header'] })
  const [customer, date, amount] = [table.at(names[0]), table.at(names[1]), names[2] ? table.at(names[2]) : null]
  const byCustomer = new Map<string, Purchase[]>()
  for (const [i, row] of table.rows.entries()) {
    const id = row[customer]?.trim() ?? ''
    const day = readDay(row[date] ?? '')
    const cell = amount === null ? '1' : (row[amount]?.trim() ?? '')
    const paid = cell === '' ? Number.NaN : Number(cell)
    if (id === '') throw new BadInput(`${path} line ${table.line(i)}: no customer`)
    if (day === null) throw new BadInput(`${path} line ${table.line(i)}: ${row[date]} is not a date`)
    if (!Number.isFinite(paid))
      throw new BadInput(`${path} line ${table.line(i)}: ${cell || '(none)'} is not an amount`)
    const own = byCustomer.get(id)
    if (own) own.push([day, paid])
    else byCustomer.set(id, [[day, paid]])
  }
  return [...byCustomer.values()]
}

/** The days on which each customer bought, as the product counts them; who only ever paid back is left out. */
export function readPurchaseDays(options: PurchaseOptions): PurchaseDay[][] {
  const people = readPurchases(options)
    .map(netByDay)
    .filter((days) => days.length > 0)
  if (people.length === 0) throw new BadInput(`${options.data}: nobody bought anything`)
  return people
}
