/** `npm run faults -- --long` asks for the long form; CI runs the short one. */
export const LONG = process.env.FAULTS === 'long'

/** How much of something a fault test does: in CI, and in the long form. */
export const sized = (short: number, long: number): number => (LONG ? long : short)

/**
 * A limit of time that the product promises. The long form holds it on a machine of its own; CI shares its processor
 * with strangers, so there the figure only stands in the table, and what is stuck, not what is slow, fails.
 */
export const promised = (ms: number): number => sized(ms * 6, ms)
