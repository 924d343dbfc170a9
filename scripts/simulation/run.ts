import { createHash } from 'node:crypto'
import { createHeap, type Due } from '../carrier/clock/heap.ts'
import { createChance } from '../carrier/clock/prng.ts'
import { createActors } from './actors.ts'
import { CORE, type Core } from './core.ts'
import { apply, type Event } from './events.ts'
import type { Schedule } from './timer.ts'
import { buildTown } from './town.ts'
import { Violation } from './violation.ts'
import { checkDesks, createWorld, type World } from './world.ts'

/** A town lives so many steps; then the next one begins. */
const STEPS_OF_A_TOWN = 2_500

export type Failure = { town: number; invariant: string; message: string; events: Event[] }
export type Tally = Record<string, number>
export type Run = { steps: number; hash: string; tally: Tally; failure: Failure | null }

/** One step and the invariants after it. */
export function step(w: World, event: Event): string {
  w.news = { ended: [], answered: [], rested: [] }
  const result = apply(w, event)
  checkDesks(w)
  return result
}

type Watch = (event: Event, result: string) => void

function runTown(seed: number, steps: number, core: Core, watch: Watch): { steps: number; failure: Failure | null } {
  const town = buildTown(seed)
  const chance = createChance(seed ^ 0x5eed)
  const world = createWorld(town, core)
  const heap = createHeap()
  const events: Event[] = []
  let nth = 0
  let next: Event | null = null
  const schedule: Schedule = (act, at) => {
    const run = () => {
      next = { ...act, at }
    }
    const due: Due = { at, nth: nth++, dead: false, run }
    heap.push(due)
    return due
  }
  const pop = (): Event => {
    for (let due = heap.pop(); due; due = heap.pop()) {
      if (due.dead) continue
      due.dead = true
      due.run()
      if (next) return next
    }
    throw new Error('nothing is left to happen')
  }
  const actors = createActors(town, chance, schedule)
  actors.start()
  for (let done = 0; done < steps; done++) {
    const event = pop()
    events.push(event)
    try {
      const result = step(world, event)
      watch(event, result)
      actors.react(world, event, result)
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      return { steps: done + 1, failure: { town: seed, invariant: error.invariant, message: error.message, events } }
    }
  }
  return { steps, failure: null }
}

/** Runs towns one after the other until so many steps are done or an invariant is broken. Same seed, same hash. */
export function simulate(seed: number, steps: number, core: Core = CORE, ofATown = STEPS_OF_A_TOWN): Run {
  const log = createHash('sha256')
  const tally: Tally = {}
  const watch: Watch = (event, result) => {
    log.update(`${JSON.stringify(event)} ${result}\n`)
    const name = `${event.do} ${result.split(' ')[0]}`
    tally[name] = (tally[name] ?? 0) + 1
  }
  let done = 0
  let failure: Failure | null = null
  for (let nth = 0; done < steps && !failure; nth++) {
    const town = runTown(seed * 1_000_003 + nth, Math.min(ofATown, steps - done), core, watch)
    done += town.steps
    failure = town.failure
  }
  return { steps: done, hash: log.digest('hex'), tally, failure }
}

/** The invariant that a history of a town breaks; null when it breaks none. */
export function replay(town: number, events: readonly Event[], core: Core): string | null {
  const world = createWorld(buildTown(town), core)
  try {
    for (const event of events) step(world, event)
    return null
  } catch (error) {
    if (error instanceof Violation) return error.invariant
    throw error
  }
}
