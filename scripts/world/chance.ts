/** Chance from a seed, for the made-up town: same seed, same draws, on every machine. */
export type Chance = () => number

/** FNV-1a over UTF-16 units, then Murmur3's finaliser so that near-equal texts land far apart. 32 bits. */
export function hashText(seed: number, text: string): number {
  let h = (0x811c9dc5 ^ Math.imul(seed | 0, 0x9e3779b1)) >>> 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0
  return (h ^ (h >>> 16)) >>> 0
}

/** mulberry32 (Tommy Ettinger, public domain): uniform in [0, 1). */
export function chanceFrom(seed: number): Chance {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = Math.imul(a ^ (a >>> 15), a | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Uniform in [low, high). */
export function between(chance: Chance, low: number, high: number): number {
  return low + chance() * (high - low)
}

/** A whole number from low to high, both included. */
export function wholeBetween(chance: Chance, low: number, high: number): number {
  return low + Math.floor(chance() * (high - low + 1))
}

/** One of the list, each as likely. Throws RangeError on an empty list. */
export function pick<T>(chance: Chance, list: readonly T[]): T {
  const index = Math.floor(chance() * list.length)
  if (index >= list.length) throw new RangeError('nothing to pick from')
  return list[index] as T
}

/** One of the pairs by its weight; weights need not add up to one. Throws RangeError on an empty list. */
export function pickWeighted<T>(chance: Chance, pairs: readonly (readonly [T, number])[]): T {
  let left = chance() * pairs.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [value, weight] of pairs) {
    left -= weight
    if (left < 0) return value
  }
  const last = pairs.at(-1)
  if (!last) throw new RangeError('nothing to pick from')
  return last[0]
}

/** Standard normal (Box and Muller 1958). */
export function normal(chance: Chance): number {
  return Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance())
}

/** Exponential with the given mean. */
export function exponential(chance: Chance, mean: number): number {
  return -mean * Math.log(1 - chance())
}

/** Gamma, by Marsaglia and Tsang (2000); shapes below one are boosted as they describe. */
export function gamma(chance: Chance, shape: number, scale: number): number {
  if (shape < 1) return gamma(chance, shape + 1, scale) * (1 - chance()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(chance)
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - chance()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v * scale
  }
}
