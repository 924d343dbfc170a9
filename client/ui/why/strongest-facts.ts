import type { Fact } from '#contract/queue'

/** Facts of our own estimate rather than of the customer: each stands in its own place on the desk. */
const ELSEWHERE: ReadonlySet<string> = new Set(['offer', 'likely_reason', 'unaided'])
const FOR = 3
const AGAINST = 2

/** Of two attributes the code is the same. */
export const factKey = ({ code, direction, params }: Fact): string => [code, direction, params.name ?? ''].join(' ')

/** The customer's facts that move the odds most: three for the call and two against it. */
export function strongestFacts(facts: readonly Fact[]): { for: Fact[]; against: Fact[] } {
  const strongest = (direction: Fact['direction'], count: number): Fact[] =>
    facts
      .filter((fact) => fact.direction === direction && !ELSEWHERE.has(fact.code))
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
      .slice(0, count)
  return { for: strongest('for', FOR), against: strongest('against', AGAINST) }
}
