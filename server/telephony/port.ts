import type { UserId } from '#contract/ids'
import type { LegFact } from './call-fold.ts'
import type { ProbeAnswer } from './line-health.ts'

/** The phone network in the words of the house. Manual calling needs none of it: the agent dials on any phone. */

/** One end of a call, as the network names it. */
export type LegRef = string

/**
 * Every create ends in one of three ways. `unknown`: it may be ringing, so nobody dials that number until it is known;
 * never asked again by itself. `refused`: certainly not placed.
 */
export type Placed =
  | { kind: 'accepted'; leg: LegRef; queuedMs: number }
  /** `told`: the network's own code, for the log. */
  | { kind: 'refused'; code: RefusalCode; told?: number | null }
  | { kind: 'unknown' }

/** Why the network did not take a call, in our codes. */
export type RefusalCode =
  | 'carrier.account'
  | 'carrier.busy'
  | 'carrier.full'
  | 'carrier.caller-id'
  | 'carrier.number-invalid'
  | 'carrier.country'
  | 'carrier.blocked'
  | 'carrier.state'
  | 'carrier.request'
  | 'carrier.unreachable'

export type SoftphoneToken = {
  driver: 'simulated' | 'twilio' | 'none'
  identity: string
  token: string
  url: string
  expiresAt: Date
}

export type FoundLeg = { leg: LegRef; createdAt: Date }

export type PhonePort = {
  /** Rings the agent's softphone and seats it in the agent's own conference. */
  seat: (agentId: UserId) => Promise<Placed>
  /** Rings a customer; at answer they are in the agent's conference at once. `intentId` comes back with every fact. */
  dial: (wanted: { intentId: string; agentId: UserId; to: string }) => Promise<Placed>
  /** Ends a leg, or cancels it before answer. One that is over is a success; false: the network could not be asked. */
  hangUp: (leg: LegRef, answered: boolean) => Promise<boolean>
  /** The agent is not heard. False: no such conference or leg. */
  mute: (agentId: UserId, seat: LegRef, on: boolean) => Promise<boolean>
  /** The customer waits. False: no such conference or leg. */
  hold: (agentId: UserId, leg: LegRef, on: boolean) => Promise<boolean>
  /** What the network says of a leg now; 'gone': it knows of none; null: it cannot say. Late by seconds: for reconciliation only. */
  snapshot: (leg: LegRef) => Promise<LegFact | 'gone' | null>
  /** A cheap look that costs nobody anything: is the network there, and are we known to it? */
  probe: () => Promise<ProbeAnswer>
  /** Our legs to this number since then; null: it cannot say. */
  findLegs: (to: string, since: Date) => Promise<FoundLeg[] | null>
  softphoneToken: (agentId: UserId, now: Date) => SoftphoneToken
}
