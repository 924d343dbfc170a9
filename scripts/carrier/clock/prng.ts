/** A source of chance: each call gives the next number in [0, 1). */
export type Chance = () => number

/** mulberry32 by Tommy Ettinger (public domain, 2017): 32 bits of state, the same numbers for the same seed everywhere. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type SidKind = 'CA' | 'CF' | 'RE' | 'QU'

/** A Twilio-shaped identifier: two letters and 32 hexadecimal digits. */
export function drawSid(chance: Chance, kind: SidKind): string {
  let digits = ''
  while (digits.length < 32)
    digits += Math.floor(chance() * 0x10000)
      .toString(16)
      .padStart(4, '0')
  return kind + digits
}

/** A UUID-shaped token. */
export function drawToken(chance: Chance): string {
  const digits = drawSid(chance, 'CA').slice(2)
  return [8, 12, 16, 20].reduce((text, at, nth) => `${text.slice(0, at + nth)}-${text.slice(at + nth)}`, digits)
}
