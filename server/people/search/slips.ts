/**
 * Words one slip of the pen apart share a form with at most one letter left out: so they are found by equality, through an index (Mor and Fraenkel
 * 1982; Bocek, Hunt and Stiller 2007, "Fast Similarity Search").
 */

/** Shorter skeletons are too like one another for a slip to say anything. */
export const SLIP_LETTERS_MIN = 4

/** The word itself and the word without each of its letters. */
export function slipsOf(word: string): string[] {
  const letters = [...word]
  const without = letters.map((_, at) => letters.toSpliced(at, 1).join(''))
  return [...new Set([word, ...without])]
}

/** Whether one letter more, less, another, or two that changed places makes one of the other. */
export function isOneSlip(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  const [restA, restB] = [a.slice(start), b.slice(start)]
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA.slice(0, 2) === [...restB.slice(0, 2)].reverse().join('') && restA.slice(2) === restB.slice(2)
}
