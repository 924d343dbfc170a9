import type { MatchedBy } from '#contract/customers'
import type { SearchQuery } from './search-query.ts'
import { spellingOf } from './sound.ts'

/** A customer and what she was found by; `text`: her id, number or name as the index keeps it. */
export type Candidate = { customerId: string; by: MatchedBy; exact: boolean; text: string }
export type RankedHit = { customerId: string; by: MatchedBy }

/** The best on top; with = for a whole one, without for what begins or ends so. */
const TIERS = ['id=', 'number=', 'name=', 'id', 'number', 'sound=', 'name', 'sound', 'slip']

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** How many letters must be changed (Levenshtein 1966). Short texts only. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++)
      next.push(Math.min((row[j] ?? 0) + (letter === b[j] ? 0 : 1), (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    row = next
  }
  return row[b.length] ?? 0
}

/**
 * The best first, each customer once; of names that sound alike the nearest in its long vowels, then the shortest; the rest is only for the order to stand.
 */
export function rankHits(candidates: readonly Candidate[], query: Pick<SearchQuery, 'names'>): RankedHit[] {
  const { spelling } = query.names
  const weighed = candidates.map((candidate) => {
    const tier = TIERS.indexOf(`${candidate.by}${candidate.exact ? '=' : ''}`)
    const isName = candidate.by !== 'id' && candidate.by !== 'number'
    const away = isName ? distance(spelling, spellingOf(candidate.text).slice(0, spelling.length)) : 0
    return { ...candidate, key: [tier, away, candidate.text.length] as const }
  })
  weighed.sort(
    (a, b) =>
      a.key[0] - b.key[0] ||
      a.key[1] - b.key[1] ||
      a.key[2] - b.key[2] ||
      compare(a.text, b.text) ||
      compare(a.customerId, b.customerId),
  )
  const best = new Map<string, RankedHit>()
  for (const { customerId, by } of weighed) if (!best.has(customerId)) best.set(customerId, { customerId, by })
  return [...best.values()]
}
