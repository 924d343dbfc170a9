import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { CONTACT_HEADERS, CUSTOMER_HEADERS, csvText, PURCHASE_HEADERS, TOWN_FILES } from './csv.ts'
import { makeTown } from './town.ts'

const order = { seed: 7, size: 300, asOf: new Date('2026-11-22T00:00:00Z') }

async function textsOf(seed: number): Promise<string[]> {
  const town = makeTown({ ...order, seed })
  return Promise.all(TOWN_FILES.map((file) => text(Readable.from(csvText(file.rows(town))))))
}
const digestOf = (texts: string[]) => texts.map((bytes) => createHash('sha256').update(bytes).digest('hex'))

describe('the three files of a town', () => {
  it('are the same bytes for the same seed and others for another', async () => {
    const [first, again, other] = await Promise.all([textsOf(7), textsOf(7), textsOf(8)])
    expect(digestOf(again)).toEqual(digestOf(first))
    expect(digestOf(other)).not.toEqual(digestOf(first))
  })

  it('read back as they were written', async () => {
    const town = makeTown(order)
    const [customers = [], purchases = [], contacts = []] = (await textsOf(7)).map((csv): string[][] => parse(csv))
    expect([customers[0], purchases[0], contacts[0]]).toEqual([CUSTOMER_HEADERS, PURCHASE_HEADERS, CONTACT_HEADERS])
    expect(customers).toHaveLength(town.customers.length + 1)
    expect(customers.slice(1).map((row) => row[1])).toEqual(town.customers.map((c) => c.name))
    expect(purchases).toHaveLength(town.customers.flatMap((c) => c.purchases).length + 1)
    expect(contacts).toHaveLength(town.customers.flatMap((c) => c.contacts).length + 1)
    for (const row of contacts.slice(1)) {
      expect(row[2]).toMatch(/^(call|message|complaint)$/)
      expect(row[5]).toMatch(row[2] === 'complaint' ? /^(open|solved|closed)$/ : /^$/)
      expect(row[6]).not.toBe('')
    }
  })
})
