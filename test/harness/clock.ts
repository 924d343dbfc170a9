import type { Clock } from '../../server/platform/clock.ts'

export type SteppedClock = Clock & { set: (at: string) => void; advance: (ms: number) => void }

/** A clock that moves only when told. */
export function createSteppedClock(start: string): SteppedClock {
  let now = Date.parse(start)
  return {
    now: () => new Date(now),
    speed: 1,
    wall: (ms) => ms,
    set: (at) => {
      now = Date.parse(at)
    },
    advance: (ms) => {
      now += ms
    },
  }
}
