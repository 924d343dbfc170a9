const HOUR_MS = 3_600_000
const BANDS = 12
const BAND_HOURS = 2
/** 1 January 1970 was a Thursday, the fourth day of a week that begins on Monday. */
const FIRST_WEEKDAY = 3

/** Slots of a week: two hours of a weekday on the customer's own clock, 0 for Monday from midnight to two. */
export const SLOTS = 7 * BANDS

export function slotOf(atMs: number, offsetMs: number): number {
  const hour = Math.floor((atMs + offsetMs) / HOUR_MS)
  const day = Math.floor(hour / 24)
  return ((((day + FIRST_WEEKDAY) % 7) + 7) % 7) * BANDS + Math.floor((hour - 24 * day) / BAND_HOURS)
}

/** A slot's weekday, 0 for Monday, and its band of the day. */
export const splitSlot = (slot: number): { day: number; band: number } => ({
  day: Math.floor(slot / BANDS),
  band: slot % BANDS,
})
