/** `npm run faults -- --long` asks for the long form; CI runs the short one. */
export const LONG = process.env.FAULTS === 'long'

/** How much of something a fault test does: in CI, and in the long form. */
export const sized = (short: number, long: number): number => (LONG ? long : short)
