import type { CustomerHit } from '#contract/customers'
import type { CustomerId } from '#contract/ids'
import type { Tx } from '../../platform/database.pg.ts'
import { refuse } from '../../platform/problem.ts'
import { maskPhone } from '../phone-number.ts'
import { rotate } from './name-index.ts'
import { type Candidate, type RankedHit, rankHits } from './rank-hits.ts'
import {
  findExternalIds,
  findFolded,
  findNearWords,
  findNumber,
  findSounds,
  findTails,
  readHits,
} from './search.store.ts'
import { beginning, readSearch, SEARCH_CHARS_MIN, type SearchQuery } from './search-query.ts'
import { isOneSlip, SLIP_LETTERS_MIN } from './slips.ts'
import { joinSounds } from './sound.ts'

const HITS_MAX = 20
/** Rows that a name's range is walked for: enough to order what sounds alike, few enough to be quick. */
const NAMES_WALKED = 100
const NEAR_WORDS_READ = 200
const NEAR_WORDS_TRIED = 8

export type Found = {
  hits: CustomerHit[]
  more: boolean
  /** Whether a number was what led to somebody, or may have been meant to. */
  byNumber: boolean
}

async function findByNumber(tx: Tx, query: SearchQuery): Promise<Candidate[]> {
  const exact = query.e164 ? await findNumber(tx, query.e164, HITS_MAX + 1) : []
  const tails = await findTails(tx, query.tails, HITS_MAX + 1)
  return [
    ...exact.map((row) => ({ customerId: row.customer_id, by: 'number' as const, exact: true, text: row.e164 })),
    ...tails.map((row) => ({ customerId: row.customer_id, by: 'number' as const, exact: false, text: row.e164 })),
  ]
}

async function findById(tx: Tx, { id }: SearchQuery): Promise<Candidate[]> {
  const rows = await findExternalIds(tx, id.begins, HITS_MAX + 1)
  return rows.map((row) => ({
    customerId: row.id,
    by: 'id' as const,
    exact: row.external_id.toLowerCase() === id.exact,
    text: row.external_id,
  }))
}

/** The name with one of its words written as our customers write it. */
async function findBySlip(tx: Tx, words: readonly string[]): Promise<Candidate[]> {
  const sounds = new Set<string>()
  for (const [at, word] of words.entries()) {
    if (word.length < SLIP_LETTERS_MIN) continue
    const near = (await findNearWords(tx, word, NEAR_WORDS_READ)).filter((other) => isOneSlip(word, other))
    for (const other of near.slice(0, NEAR_WORDS_TRIED)) {
      const mended = words.with(at, other)
      for (let by = 0; by < words.length; by++) sounds.add(joinSounds(rotate(mended, by)))
    }
  }
  const rows = await findSounds(tx, [...sounds].map(beginning), HITS_MAX + 1)
  return rows.map(({ customer_id, folded }) => ({ customerId: customer_id, by: 'slip', exact: false, text: folded }))
}

async function findByName(tx: Tx, { names }: SearchQuery): Promise<Candidate[]> {
  const written = (await findFolded(tx, names.folded, NAMES_WALKED)).map(({ customer_id, folded }) => ({
    customerId: customer_id,
    by: 'name' as const,
    exact: names.folded.some(({ low }) => low === folded),
    text: folded,
  }))
  const heard = (await findSounds(tx, names.sounds, NAMES_WALKED)).map(({ customer_id, folded, sound }) => ({
    customerId: customer_id,
    by: 'sound' as const,
    exact: names.sounds.some(({ low }) => low === sound),
    text: folded,
  }))
  return [...written, ...heard]
}

/** The hits as they are shown. */
async function show(tx: Tx, ranked: readonly RankedHit[], numbers: ReadonlyMap<string, string>) {
  const rows = new Map(
    (
      await readHits(
        tx,
        ranked.map(({ customerId }) => customerId),
      )
    ).map((row) => [row.id as string, row]),
  )
  return ranked.flatMap(({ customerId, by }) => {
    const row = rows.get(customerId)
    if (!row) return []
    const e164 = (by === 'number' ? numbers.get(customerId) : null) ?? row.e164
    const { id, external_id: externalId, name, city } = row
    return [{ id, externalId, name, city, maskedPhone: e164 && maskPhone(e164), matchedBy: by }]
  })
}

/** Customers by number, id or name in any of our scripts, the best first. Refuses 422 'search.short'. `region` reads national numbers. */
export async function searchCustomers(tx: Tx, text: string, region: string): Promise<Found> {
  const query = readSearch(text, region) ?? refuse(422, 'search.short', { least: SEARCH_CHARS_MIN })
  const byNumber = await findByNumber(tx, query)
  const found = [...byNumber, ...(await findById(tx, query)), ...(await findByName(tx, query))]
  const ranked = rankHits(found.length > 0 ? found : await findBySlip(tx, query.names.words), query)
  const numbers = new Map(byNumber.toReversed().map(({ customerId, text: e164 }) => [customerId, e164]))
  const hits = await show(tx, ranked.slice(0, HITS_MAX), numbers)
  return { hits, more: ranked.length > HITS_MAX, byNumber: query.e164 !== null || query.tails.length > 0 }
}

/** These customers as hits, in this order; those who are gone are left out. */
export async function showCustomers(tx: Tx, ids: readonly CustomerId[]): Promise<CustomerHit[]> {
  return show(
    tx,
    ids.map((customerId) => ({ customerId, by: 'id' })),
    new Map(),
  )
}
