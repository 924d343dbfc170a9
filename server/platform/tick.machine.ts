import type { Log } from './log.machine.ts'

const TICK_MS = 500

export type Sweep = { name: string; run: () => Promise<void> }

/**
 * Asks every sweep twice a second of real time what has fallen due. A sweep that is slow skips its turns; one that
 * fails is reported and tried at the next.
 */
export function startTick(sweeps: readonly Sweep[], log: Log): { stop: () => Promise<void> } {
  const running = new Map<string, Promise<void>>()
  const turn = () => {
    for (const { name, run } of sweeps) {
      if (running.has(name)) continue
      const work = run()
        .catch((error) => log.warn({ err: error, sweep: name }, 'sweep.failed'))
        .finally(() => running.delete(name))
      running.set(name, work)
    }
  }
  const timer = setInterval(turn, TICK_MS)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
