/** Chance from a seed, for whatever is sampled in learning: same seed, same draws, on every machine. */
export interface Chance {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number
  /** A whole number from 0 to limit − 1. */
  below(limit: number): number
  normal(): number
}

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, of which a 32-bit seed sets one word and a stream another. */
export function createChance(seed: number, stream = 0): Chance {
  let [a, b, c, counter] = [seed | 0, stream | 0, 0x9e3779b9 | 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let i = 0; i < 16; i++) next()

  const uniform = () => next() / 4294967296
  /** Box and Muller (1958). */
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    uniform,
    below: (limit) => Math.floor(uniform() * limit),
    normal,
  }
}

/** Shuffles in place (Fisher and Yates) and returns its argument. */
export function shuffle<T extends { length: number; [index: number]: number }>(list: T, chance: Chance): T {
  for (let i = list.length - 1; i > 0; i--) {
    const j = chance.below(i + 1)
    const held = list[i] ?? 0
    list[i] = list[j] ?? 0
    list[j] = held
  }
  return list
}
