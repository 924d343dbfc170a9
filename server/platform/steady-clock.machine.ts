import type { Clock, ClockSetting } from './clock.ts'
import type { Log } from './log.machine.ts'
import { judgeClock, readSteady, type SteadyState, UNCHECKED } from './steady-clock.ts'

const CHECK_MS = 5_000

export type SteadyClockDeps = {
  clock: Clock
  /** How the clock is made of the machine's time: only that is compared, a demonstration's may run as it likes. */
  setting: ClockSetting
  /** Milliseconds since 1970. */
  readDatabaseTime: () => Promise<number>
  log: Log
  /** The verdict is another than before. */
  changed: () => Promise<void>
}

/** The process's one clock, kept steady: it never jumps while machine and database disagree, and says since when they do. */
export function createSteadyClock({ clock, setting, readDatabaseTime, log, changed }: SteadyClockDeps) {
  const { origin, epoch, speed } = setting
  const readMachine = () => origin + (clock.now().getTime() - epoch) / speed
  let state: SteadyState = UNCHECKED
  let since: Date | null = null
  let checkedAt = Number.NEGATIVE_INFINITY

  const read = () => {
    const { now, off } = readSteady(state, readMachine(), performance.now())
    return { now: off ? new Date(epoch + (now - origin) * speed) : clock.now(), off }
  }
  /** Sees a jump at once, before the database is asked. */
  const offSince = (): Date | null => {
    const { now, off } = read()
    since = off ? (since ?? now) : null
    return since
  }

  const check = async (): Promise<void> => {
    const asked = performance.now()
    const database = await readDatabaseTime()
    const stopwatch = performance.now()
    const uncertainty = (stopwatch - asked) / 2
    const machine = readMachine() - uncertainty
    const before = state
    state = judgeClock(state, { machine, stopwatch: stopwatch - uncertainty, database, uncertainty })
    checkedAt = stopwatch
    offSince()
    if (state.off === before.off) return
    if (state.off) log.error({ skewMs: Math.round(machine - database) }, 'clock.off')
    else log.info('clock.agrees')
    await changed()
  }

  const steady: Clock = { now: () => read().now, speed, wall: clock.wall }
  return {
    clock: steady,
    offSince,
    check,
    /** Asks the database every few seconds, and at once when the machine's time has jumped. */
    sweep: async (): Promise<void> => {
      const jumped = read().off && !state.off
      if (jumped || performance.now() - checkedAt >= CHECK_MS) await check()
    },
  }
}
export type SteadyClock = ReturnType<typeof createSteadyClock>
