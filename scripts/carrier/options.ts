import type { ClockSetting } from './clock/clock.ts'
import type { FaultsWanted } from './faults/faults.ts'
import type { OwnNumber, Refusal } from './net/network.ts'
import type { CallerFor } from './people/inbound.ts'
import type { PersonaFor } from './people/persona.ts'

export type CarrierOptions = {
  account: string
  token: string
  /** 0 lets the machine choose. */
  port?: number
  seed?: number
  personaFor: PersonaFor
  /** Who rings in; without it everybody waits a minute and presses nothing. */
  callerFor?: CallerFor
  clock?: ClockSetting
  /** Calls per second that leave the queue; Twilio's default is 1. */
  callsPerSecond?: number
  /** File of the truth log. */
  truth?: string
  /** API keys and their secrets, beside the account and its token. */
  apiKeys?: Record<string, string>
  /** Our own numbers; with any, a caller ID must be one of them. */
  numbers?: Record<string, OwnNumber>
  refusals?: Refusal[]
  faults?: FaultsWanted
}

export const REAL_TIME: ClockSetting = { origin: 0, epoch: 0, speed: 1 }
