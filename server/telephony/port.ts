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

/** What a supervisor in an agent's room may be: heard by nobody, by the agent alone, by both. */
export type SupervisorMode = 'listen' | 'whisper' | 'join'

/** A room is an agent's conference, open all shift; legs are moved between rooms and keep their call. */
export type PhonePort = {
  /** Why the carrier delivers nothing to this number, known before it is asked; null when it may be asked. */
  refuses: (to: string) => RefusalCode | null
  /** Rings the agent's softphone, or the phone of their own at `to`, and seats it in the agent's own room. */
  seat: (agentId: UserId, to: string | null) => Promise<Placed>
  /** Puts a leg that is answered into a room, out of wherever it was. `silent`: heard by nobody until `supervise` says otherwise. */
  move: (leg: LegRef, room: UserId, how?: { silent?: boolean }) => Promise<boolean>
  /** Two legs that talk on without any of us; each hangs up with the other. */
  pair: (legs: readonly [LegRef, LegRef], name: string) => Promise<boolean>
  /** Rings somebody outside into an agent's room. `transferId` comes back with every fact. */
  invite: (wanted: { transferId: string; room: UserId; to: string; from?: string }) => Promise<Placed>
  /** `agentLeg`: whom a whisper is for. False: no such room or leg, or no answer. */
  supervise: (room: UserId, leg: LegRef, mode: SupervisorMode, agentLeg: LegRef) => Promise<boolean>
  /** Keys pressed on the customer's line, as by a phone's keypad. */
  press: (room: UserId, leg: LegRef, digits: string) => Promise<boolean>
  /** Says to the customer alone that the call is recorded; the network asks for the words, which is how we know. */
  announce: (room: UserId, leg: LegRef, recordingId: string) => Promise<boolean>
  startRecording: (leg: LegRef, recordingId: string) => Promise<string | null>
  changeRecording: (leg: LegRef, recording: string, to: 'pause' | 'resume' | 'stop') => Promise<boolean>
  /** True when nothing of it is left. */
  deleteRecording: (recording: string) => Promise<boolean>
  /** The sound itself; null when the carrier has none, or did not answer. */
  fetchRecording: (recording: string) => Promise<Response | null>
  /** Rings a customer; at answer they are in the agent's conference at once. `intentId` comes back with every fact. */
  dial: (wanted: { intentId: string; agentId: UserId; to: string; from?: string | null }) => Promise<Placed>
  /** Ends a leg, or cancels it before answer. One that is over is a success; false: the network could not be asked. */
  hangUp: (leg: LegRef, answered: boolean) => Promise<boolean>
  /** The agent is not heard. False: no such conference or leg. */
  mute: (agentId: UserId, seat: LegRef, on: boolean) => Promise<boolean>
  /** The customer hears music. False: no such conference or leg. */
  hold: (agentId: UserId, leg: LegRef, on: boolean) => Promise<boolean>
  /** What the network says of a leg now; 'gone': it knows of none; null: it cannot say. Late by seconds: for reconciliation only. */
  snapshot: (leg: LegRef) => Promise<LegFact | 'gone' | null>
  /** A cheap look that costs nobody anything: is the network there, and are we known to it? */
  probe: () => Promise<ProbeAnswer>
  /** Our legs to this number since then; null: it cannot say. */
  findLegs: (to: string, since: Date) => Promise<FoundLeg[] | null>
  softphoneToken: (agentId: UserId, now: Date) => SoftphoneToken
}
