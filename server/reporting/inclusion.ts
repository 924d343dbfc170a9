import type { Inclusion, Segment } from '#contract/measures'
import type { SegmentCount } from './inclusion.store.ts'

export type Population = 'scored' | 'queued' | 'claimed'
/** Of each way to divide customers its largest values; the smaller ones stand together. */
const VALUES_SHOWN = 10

const none = (): Record<Population, number> => ({ scored: 0, queued: 0, claimed: 0 })

/** Who is called, against who could be: counts of three populations by segment. */
export function createInclusion(from: Date, protectedNames: readonly string[]) {
  const totals = none()
  const groups = new Map<string, Map<string | null, Record<Population, number>>>(
    ['language', 'city', ...protectedNames.map((name) => `@${name}`)].map((by) => [by, new Map()]),
  )

  const listSegments = (counts: Map<string | null, Record<Population, number>>): Segment[] => {
    const named = [...counts].flatMap(([value, count]) => (value === null ? [] : [{ value, ...count }]))
    named.sort((a, b) => b.scored - a.scored || b.claimed - a.claimed || (a.value < b.value ? -1 : 1))
    const rest = named.slice(VALUES_SHOWN).reduce((sum, one) => addUp(sum, one), none())
    const unknown = counts.get(null)
    return [
      ...named.slice(0, VALUES_SHOWN).map((segment) => ({ kind: 'value' as const, ...segment })),
      ...(named.length > VALUES_SHOWN ? [{ kind: 'rest' as const, value: null, ...rest }] : []),
      ...(unknown ? [{ kind: 'none' as const, value: null, ...unknown }] : []),
    ]
  }

  return {
    add: (population: Population, customers: number, counts: readonly SegmentCount[]): void => {
      totals[population] += customers
      for (const { by, value, customers } of counts) {
        const group = groups.get(by)
        const count = group?.get(value) ?? none()
        count[population] += customers
        group?.set(value, count)
      }
    },
    sums: (): Inclusion => ({
      from: from.toISOString(),
      totals,
      groups: [...groups].map(([by, counts]) => ({
        by: by === 'language' || by === 'city' ? by : 'attribute',
        name: by.startsWith('@') ? by.slice(1) : null,
        segments: listSegments(counts),
      })),
    }),
  }
}

function addUp(a: Record<Population, number>, b: Record<Population, number>): Record<Population, number> {
  return { scored: a.scored + b.scored, queued: a.queued + b.queued, claimed: a.claimed + b.claimed }
}
