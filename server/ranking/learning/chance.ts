/** Chance from a seed, for whatever is sampled in learning: same seed, same draws, on every machine. */
export interface Chance {
  /** Uniform in [0, 1), 32 bits. */
  uniform(): number
  /** A whole number from 0 to limit − 1. */
  below(limit: number): number
  normal(): number
  /** Gamma with unit scale; shape > 0. */
  gamma(shape: number): number
  /** Beta(a, b); a, b > 0. */
  beta(a: number, b: number): number
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
  /** Marsaglia and Tsang (2000, ACM TOMS 26(3)); a shape below one is raised as they describe. */
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - uniform()) ** (1 / shape)
    const d = shape - 1 / 3
    const scale = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const v = (1 + scale * x) ** 3
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
    }
  }
  return {
    uniform,
    below: (limit) => Math.floor(uniform() * limit),
    normal,
    gamma,
    beta: (first, second) => {
      const x = gamma(first)
      const y = gamma(second)
      // Both can underflow to zero for tiny shapes.
      return x + y > 0 ? x / (x + y) : first / (first + second)
    },
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
