import type { ClockSetting } from '../../server/platform/clock.ts'

const OPENS_HOUR = 10
const CLOSES_HOUR = 17

/**
 * A clock that starts within calling hours: now, if the town's working day is on; else at ten of the same day, so that
 * whoever tries the product at night finds customers who may be called. Milliseconds; `offsetMinutes` ahead of UTC.
 */
export function startShift(machineNow: number, offsetMinutes: number, speed: number): ClockSetting {
  const local = new Date(machineNow + offsetMinutes * 60_000)
  const hour = local.getUTCHours()
  if (hour >= OPENS_HOUR && hour < CLOSES_HOUR) return { origin: machineNow, epoch: machineNow, speed }
  const ten =
    Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate(), OPENS_HOUR) - offsetMinutes * 60_000
  return { origin: machineNow, epoch: ten, speed }
}
