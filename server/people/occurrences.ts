/** 53 bits of a text: two rows of ten million share one with a chance below one in a hundred (cyrb53, public domain). */
function hashText(text: string): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}

/** Counts what a file repeats, in a number each: keys that the same file makes again in the same order. */
export function createOccurrences() {
  const counts = new Map<number, number>()
  const rows = new Set<number>()
  const count = (base: string): number => {
    const hash = hashText(base)
    const seen = (counts.get(hash) ?? 0) + 1
    counts.set(hash, seen)
    return seen
  }
  return {
    /** The how-manieth of this base, from 1. */
    count,
    /** As `count`, but null when the whole row has been seen: a row exported twice is one row. */
    countUnless: (base: string, row: string): number | null => {
      const hash = hashText(row)
      if (rows.has(hash)) return null
      rows.add(hash)
      return count(base)
    },
  }
}
export type Occurrences = ReturnType<typeof createOccurrences>
