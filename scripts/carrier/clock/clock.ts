import { createHeap, type Due } from './heap.ts'

/** now = epoch + (the machine's time − origin) × speed, milliseconds: the server's formula. Real time is {0, 0, 1}. */
export type ClockSetting = { origin: number; epoch: number; speed: number } | { stepped: true; epoch: number }

export type Clock = {
  now: () => number
  speed: () => number
  stepped: boolean
  setting: () => ClockSetting
  /** Calls back after so many virtual milliseconds; the answer forgets it. */
  after: (ms: number, run: () => void) => () => void
  /** Work outside the heap (HTTP) that a step must wait for, so that one step always ends the same way. */
  track: <T>(work: Promise<T>) => Promise<T>
  /** Stepped: lives through the next so many virtual milliseconds, each event and what it set off to its end. */
  step: (ms: number) => Promise<void>
  set: (setting: ClockSetting) => void
  close: () => void
}

/** The longest a Node timer can sleep. */
const LONGEST_SLEEP_MS = 2_147_483_647

export function createClock(initial: ClockSetting): Clock {
  let setting = initial
  let steppedNow = initial.epoch
  const stepped = 'stepped' in initial
  const heap = createHeap()
  const inFlight = new Set<Promise<unknown>>()
  let asked = 0
  let timer: NodeJS.Timeout | undefined
  let closed = false

  const now = (): number =>
    'stepped' in setting ? steppedNow : setting.epoch + (Date.now() - setting.origin) * setting.speed
  const speed = (): number => ('stepped' in setting ? 1 : setting.speed)

  const popDue = (until: number): Due | undefined => {
    for (let top = heap.peek(); top && (top.dead || top.at <= until); top = heap.peek()) {
      heap.pop()
      if (!top.dead) return top
    }
    return undefined
  }
  const arm = (): void => {
    const top = heap.peek()
    clearTimeout(timer)
    if (stepped || closed || !top) return
    const sleep = Math.max(0, Math.ceil((top.at - now()) / speed()))
    timer = setTimeout(runDue, Math.min(sleep, LONGEST_SLEEP_MS))
  }
  const runDue = (): void => {
    for (let due = popDue(now()); due; due = popDue(now())) due.run()
    arm()
  }
  const settle = async (): Promise<void> => {
    await new Promise(setImmediate)
    while (inFlight.size > 0) {
      await Promise.race(inFlight)
      await new Promise(setImmediate)
    }
  }

  return {
    now,
    speed,
    stepped,
    setting: () => setting,
    after(ms, run) {
      const due: Due = { at: now() + Math.max(0, ms), nth: asked++, run, dead: false }
      heap.push(due)
      if (heap.peek() === due) arm()
      return () => {
        due.dead = true
      }
    },
    track(work) {
      const settled: Promise<unknown> = work.then(
        () => inFlight.delete(settled),
        () => inFlight.delete(settled),
      )
      inFlight.add(settled)
      return work
    },
    async step(ms) {
      const until = steppedNow + ms
      await settle()
      for (let due = popDue(until); due; due = popDue(until)) {
        steppedNow = Math.max(steppedNow, due.at)
        due.run()
        await settle()
      }
      steppedNow = until
    },
    set(next) {
      if (stepped !== 'stepped' in next) throw new Error('a stepped clock stays stepped, a running one running')
      if ('stepped' in next) steppedNow = next.epoch
      setting = next
      arm()
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

/** RFC 2822, in UTC, as Twilio writes times. */
export const formatRfc2822 = (ms: number): string => new Date(ms).toUTCString().replace('GMT', '+0000')
