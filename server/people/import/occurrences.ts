/** 53 bits of a text: two rows of ten million share one with a chance below one in a hundred (cyrb53, public domain). */
export function hashText(text: string): number {
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

const FIRST_SLOTS = 1 << 12
const FULL = 0.7

/** Numbers under hashes, sixteen bytes a slot: `first` is the row that a base came with, `count` how often it came. */
function createTable() {
  let slots = FIRST_SLOTS
  let used = 0
  let keys = new Float64Array(slots)
  let firsts = new Uint32Array(slots)
  let counts = new Uint32Array(slots)

  const find = (key: number): number => {
    let slot = key % slots
    while (keys[slot] !== 0 && keys[slot] !== key) slot = slot + 1 === slots ? 0 : slot + 1
    return slot
  }
  const grow = (): void => {
    const [oldKeys, oldFirsts, oldCounts] = [keys, firsts, counts]
    slots *= 2
    keys = new Float64Array(slots)
    firsts = new Uint32Array(slots)
    counts = new Uint32Array(slots)
    for (const [from, key] of oldKeys.entries()) {
      if (key === 0) continue
      const to = find(key)
      keys[to] = key
      firsts[to] = oldFirsts[from] ?? 0
      counts[to] = oldCounts[from] ?? 0
    }
  }
  return {
    /** How often this key came before, and with which row first. */
    look: (key: number): { count: number; first: number } => {
      const slot = find(key)
      return { count: counts[slot] ?? 0, first: firsts[slot] ?? 0 }
    },
    /** Once more; how often in all. */
    add: (key: number, first: number): number => {
      if (used >= slots * FULL) grow()
      const slot = find(key)
      if (keys[slot] === 0) {
        used += 1
        keys[slot] = key
        firsts[slot] = first
      }
      counts[slot] = (counts[slot] ?? 0) + 1
      return counts[slot] ?? 0
    },
  }
}

/**
 * Counts what a file repeats: keys that the same file makes again in the same order. Some twenty bytes a row; a file with
 * more rows than memory shall hold is read in parts (`part-of-file.ts`).
 */
export function createOccurrences() {
  const table = createTable()
  /** Never 0, which is an empty slot. */
  const keyOf = (text: string): number => hashText(text) || 1
  return {
    /** The how-manieth of this base, from 1. */
    count: (base: string): number => table.add(keyOf(base), 0),
    /** As `count`, but null when the whole row has been seen: a row exported twice is one row. */
    countUnless: (base: string, row: string): number | null => {
      const key = keyOf(base)
      const whole = hashText(row)
      const { count, first } = table.look(key)
      if (count === 0) return table.add(key, whole >>> 0)
      if (first === whole >>> 0) return null
      // Only the further rows of a base have an entry of their own.
      const own = keyOf(`${base}\n${row}`)
      if (table.look(own).count > 0) return null
      table.add(own, 0)
      return table.add(key, 0)
    },
  }
}
export type Occurrences = ReturnType<typeof createOccurrences>
