export type AllowanceRule = { burst: number; perSecond: number }

/** So many at once, and so many more a second (a token bucket: Turner 1986). `now` in milliseconds of one clock that never goes back. */
export function createAllowance({ burst, perSecond }: AllowanceRule, start: number) {
  let left = burst
  let last = start
  return {
    /** False when there is none left; asking again does not make it worse. */
    take: (now: number): boolean => {
      left = Math.min(burst, left + ((now - last) / 1_000) * perSecond)
      last = now
      if (left < 1) return false
      left -= 1
      return true
    },
  }
}
