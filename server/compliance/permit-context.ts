import type { CampaignMode } from '#contract/campaigns'
import type { Cap, DayWindow } from './presets.ts'

export type StopKind = 'call' | 'all' | 'dead' | 'abuse'

/** One that binds this person, or this number whoever it belongs to. Only a lift that has come into force counts. */
export type Stop = { kind: StopKind; scope: 'person' | 'number'; at: Date; liftedAt?: Date | null }

/** A call tried in the last 30 days to this person or this number; `counted` as the outcome's retry rule says. */
export type Attempt = { at: Date; person: boolean; phone: boolean; counted: boolean; outcome?: string | null }

/** Everything the gate may look at, for one person, one number and one channel. Plain facts, read before the question is asked. */
export type PermitContext = {
  channel: 'call'
  /** A service call keeps a promise or answers a complaint; it sells nothing. */
  purpose: 'sales' | 'service'
  /** Who decides that this call is placed now: an agent with the card before her, or the dialler. */
  dialledBy: 'person' | 'machine'
  /** Presets that may apply: countries (ISO 3166) of number and address, and states as `US-FL`. See `jurisdictionsOf`. */
  jurisdictions: readonly string[]
  /** `confirmed` by the customer overrides the candidates; `fallback` is the campaign's zone, for the narrowest window only. */
  zones: { candidates: readonly string[]; confirmed: string | null; fallback: string | null }
  /** The campaign's own hours on the called party's clock, when narrower than the law. */
  hours: readonly DayWindow[] | null
  /** The campaign's own caps, beside the house's and the law's. */
  caps: readonly Cap[]
  /** How the campaign wants to dial; null: it says nothing. */
  mode: CampaignMode | null
  stops: readonly Stop[]
  attempts: readonly Attempt[]
  openComplaints: number
  /** Promises made and not yet verified. */
  openPromises: number
  phoneStruck: boolean
  /** The carrier's account may not call the number's country. */
  countryClosed: boolean
  /** true: permission to be called is on record; false: it was refused; null: never asked. */
  consent: boolean | null
  holdout: boolean
  /** When we last left this person or number with nobody on the line. */
  abandonedAt: Date | null
  /** When the person last said no (L.* outcomes). */
  lastRefusalAt: Date | null
  /** The time at which the customer asked to be called (C.CB): one call then is not counted against house caps. */
  agreedAt: Date | null
  /** National do-not-call register: what our copy says of this number, and of which day it is; null without a copy. */
  register: { listed: boolean; copiedAt: Date } | null
  lastPaidAt: Date | null
  lastInquiryAt: Date | null
  /** Declared once for the installation: it calls only its own former customers, on counsel's advice. */
  callsOwnFormerCustomers: boolean
}

/** A context in which nothing speaks against the call save the hours of an unknown place; the service and the tests fill it in. */
export const BLANK_CONTEXT: PermitContext = {
  channel: 'call',
  purpose: 'sales',
  dialledBy: 'person',
  jurisdictions: [],
  zones: { candidates: [], confirmed: null, fallback: null },
  hours: null,
  caps: [],
  mode: null,
  stops: [],
  attempts: [],
  openComplaints: 0,
  openPromises: 0,
  phoneStruck: false,
  countryClosed: false,
  consent: null,
  holdout: false,
  abandonedAt: null,
  lastRefusalAt: null,
  agreedAt: null,
  register: null,
  lastPaidAt: null,
  lastInquiryAt: null,
  callsOwnFormerCustomers: false,
}
