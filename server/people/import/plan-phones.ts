export type RankedPhone = { e164: string; rank: number }

/**
 * The ranks from 1 of a customer's numbers after a row gave some. The row's come first in its order, since a changed first number is the one
 * that works; the others follow as they stood. `append`: a further row of the same customer in one file only adds.
 */
export function planPhones(stored: readonly RankedPhone[], given: readonly string[], append: boolean): RankedPhone[] {
  const old = [...stored].sort((a, b) => a.rank - b.rank).map(({ e164 }) => e164)
  const order = append ? [...old, ...given] : [...given, ...old]
  return [...new Set(order)].map((e164, i) => ({ e164, rank: i + 1 }))
}
