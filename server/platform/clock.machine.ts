import { type Clock, type ClockSetting, readClock } from './clock.ts'

/** The one place that reads the machine's time. */
export const createClock = (setting: ClockSetting): Clock => ({
  now: () => readClock(setting, Date.now()),
  speed: setting.speed,
  wall: (ms) => ms * setting.speed,
})
