/** now = epoch + (the machine's time − origin) × speed, milliseconds. Real time is {origin: 0, epoch: 0, speed: 1}. */
export type ClockSetting = { origin: number; epoch: number; speed: number }

export type Clock = {
  now: () => Date
  speed: number
  /** Milliseconds of this clock that pass in so many milliseconds of a person's time: leases, heartbeats and sessions are a person's. */
  wall: (ms: number) => number
}

export const REAL_TIME: ClockSetting = { origin: 0, epoch: 0, speed: 1 }

export const readClock = (setting: ClockSetting, machineNow: number): Date =>
  new Date(setting.epoch + (machineNow - setting.origin) * setting.speed)
