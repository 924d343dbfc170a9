import { Temporal } from 'temporal-polyfill'

const MS_PER_DAY = 86_400_000
/** Two centuries of days in one zone. */
const KEPT_DAYS = 80_000

/** By zone and UTC day: the offset, or null on a day on which it changes. */
const offsets = new Map<string, number | null>()

const exactOffset = (zone: string, at: number) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6

function offsetOfDay(zone: string, day: number): number | null {
  const key = `${zone}|${day}`
  let offset = offsets.get(key)
  if (offset === undefined) {
    const morning = exactOffset(zone, day * MS_PER_DAY)
    offset = morning === exactOffset(zone, (day + 1) * MS_PER_DAY) ? morning : null
    if (offsets.size >= KEPT_DAYS) offsets.clear()
    offsets.set(key, offset)
  }
  return offset
}

/** Milliseconds that the zone's clock is ahead of UTC at the instant; reads Temporal once a day, as imports ask by the million. */
export function offsetAt(zone: string, at: number): number {
  return offsetOfDay(zone, Math.floor(at / MS_PER_DAY)) ?? exactOffset(zone, at)
}

/** The instant of a wall clock, given as if it were UTC; of a repeated hour the first, of a skipped one the later reading. */
export function instantOfWall(zone: string, wall: number): number {
  const day = Math.floor(wall / MS_PER_DAY)
  const [before, on, after] = [day - 1, day, day + 1].map((one) => offsetOfDay(zone, one))
  if (on !== null && on !== undefined && before === on && after === on) return wall - on
  const local = Temporal.Instant.fromEpochMilliseconds(wall).toZonedDateTimeISO('UTC').toPlainDateTime()
  return local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds
}
