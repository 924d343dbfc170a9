/**
 * Which outcome stands when two apply: what the customer asked to stop comes before anything that was agreed, and a
 * person's word before the line's signal (design/domain.md 6).
 */
const ORDER = ['S.DEAD', 'S.ALL', 'S.CALL', 'S.ABUSE', 'A.', 'W.', 'C.', 'L.', 'N.', 'X.'] as const

/** 0 is the strongest; a code of no known group is the weakest. */
export function rankOutcome(code: string): number {
  const at = ORDER.findIndex((known) => (known.endsWith('.') && code.startsWith(known)) || code === known)
  return at === -1 ? ORDER.length : at
}

/** For sorting, strongest first; codes of one rank stay as they were. */
export const compareOutcomes = (left: string, right: string): number => rankOutcome(left) - rankOutcome(right)

export const outranks = (code: string, other: string): boolean => rankOutcome(code) < rankOutcome(other)

/** The outcome that stands; of equals the first given. */
export const strongestOutcome = (codes: readonly string[]): string | null => [...codes].sort(compareOutcomes)[0] ?? null
