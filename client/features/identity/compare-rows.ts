import type { PersonSide } from '#contract/identity'

export const compareRows = [
  'name',
  'externalId',
  'city',
  'language',
  'zone',
  'joined',
  'cancelled',
  'numbers',
  'purchases',
  'last',
  'contacts',
  'complaints',
  'promises',
  'stops',
  'lapse',
  'attempts',
] as const
export type CompareRow = (typeof compareRows)[number]

/** What is compared, as one text: two that are equal here are shown as the same. */
const KEYS: Readonly<Record<CompareRow, (side: PersonSide) => unknown>> = {
  name: ({ name }) => name,
  externalId: ({ externalId }) => externalId,
  city: ({ city }) => city,
  language: ({ language }) => language,
  zone: ({ zone }) => zone,
  joined: ({ joinedAt }) => joinedAt,
  cancelled: ({ cancelledAt }) => cancelledAt,
  numbers: ({ numbers }) => numbers.map(({ phoneId, struckWhy }) => `${phoneId} ${struckWhy}`).sort(),
  purchases: ({ purchases }) => [purchases.count, purchases.totalMinor],
  last: ({ purchases }) => purchases.lastAt,
  contacts: ({ contacts }) => contacts,
  complaints: ({ complaints }) => complaints,
  promises: ({ promises }) => promises,
  stops: ({ stops }) => stops,
  lapse: ({ lapse }) => lapse,
  attempts: ({ attempts }) => attempts,
}

const NOTHING: ReadonlySet<string> = new Set(
  [null, 0, [], [0, '0'], { open: 0, all: 0 }].map((value) => JSON.stringify(value)),
)

/** The rows in which at least one of the two has something. */
export const rowsOf = (a: PersonSide, b: PersonSide): CompareRow[] =>
  compareRows.filter((row) => [a, b].some((side) => !NOTHING.has(JSON.stringify(KEYS[row](side)))))

export const differs = (row: CompareRow, a: PersonSide, b: PersonSide): boolean =>
  JSON.stringify(KEYS[row](a)) !== JSON.stringify(KEYS[row](b))

/** Who is kept unless somebody says otherwise: who bought more often, then who has been here longer. */
export function likelySurvivor(a: PersonSide, b: PersonSide): 'a' | 'b' {
  if (a.purchases.count !== b.purchases.count) return a.purchases.count > b.purchases.count ? 'a' : 'b'
  return (a.joinedAt ?? '9') <= (b.joinedAt ?? '9') ? 'a' : 'b'
}
