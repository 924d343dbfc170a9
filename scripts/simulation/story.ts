import type { Core } from './core.ts'
import type { Event } from './events.ts'
import { step } from './run.ts'
import { buildTown } from './town.ts'
import { Violation } from './violation.ts'
import { createWorld } from './world.ts'

const WORDS: Record<Event['do'], string> = {
  fill: 'the queue is filled',
  ready: 'is ready:',
  claim: 'asks for a customer:',
  renew: 'renews her lease:',
  skip: 'passes the customer over:',
  dial: 'dials:',
  release: 'the last look before the carrier is asked for',
  arrive: 'the carrier takes',
  answer: 'the process hears of its request for',
  ring: 'the phone rings of',
  pickUp: 'somebody picks up',
  finish: 'the network ends',
  cut: 'a hang-up arrives for',
  callback: 'a callback arrives of',
  hangUp: 'hangs up:',
  write: 'writes an outcome:',
  press: 'presses stop:',
  deliver: 'the server gets',
  importStop: 'an import brings a stop for the customer of',
  mend: 'what was promised is kept to',
  sweep: 'leases and callbacks are swept',
  unwanted: 'what is not wanted is ended',
  tend: 'a sweep reads the calls that are not settled',
  care: 'a sweep writes what it found of',
  writeUp: 'what was left behind is written up',
}

const clockOf = (at: number): string => new Date(at).toISOString().slice(5, 23).replace('T', ' ')

/** A history in a line a step, what happened and what came of it; the last line says what broke. */
export function tell(town: number, events: readonly Event[], core: Core): string {
  const world = createWorld(buildTown(town), core)
  const lines: string[] = []
  for (const event of events) {
    const { at, do: what, ...rest } = event
    const { agent = '', ...others } = rest as Record<string, unknown>
    const said = [clockOf(at), agent, WORDS[what], ...Object.values(others)].filter((word) => word !== '').join(' ')
    try {
      lines.push(`${said} → ${step(world, event)}`)
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      lines.push(`${said} ✗ ${error.message}`)
      break
    }
  }
  return lines.join('\n')
}
