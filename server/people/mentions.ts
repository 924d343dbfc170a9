import { foldDigits, foldName } from './digits.ts'

/** Shorter ones are parts of other words and numbers. */
const NAME_LETTERS_MIN = 3
const DIGITS_MIN = 7

export type Mentioned = { externalIds: readonly string[]; searchNames: readonly string[]; numbers: readonly string[] }

/** Whether a row of a file speaks of this person: by id where the file keeps ids, by name or number anywhere. */
export function mentionsPerson(row: readonly string[], idAt: number, whom: Mentioned): boolean {
  const id = row[idAt]?.trim()
  if (id !== undefined && whom.externalIds.includes(id)) return true
  return row.some((cell) => {
    const name = foldName(cell)
    if (whom.searchNames.some((known) => known.length >= NAME_LETTERS_MIN && name.includes(known))) return true
    return (foldDigits(cell).match(/\d[\d\s().\-/]*/g) ?? []).some((run) => {
      const digits = run.replace(/\D/g, '').replace(/^0+/, '')
      return digits.length >= DIGITS_MIN && whom.numbers.some((e164) => e164.endsWith(digits))
    })
  })
}
