import { between, type Chance, chanceFrom, hashText, pickWeighted, wholeBetween } from './chance.ts'
import { offersFor, REASON_WEIGHTS } from './reason.ts'

export type PersonaKind = 'answers' | 'no-answer' | 'busy' | 'voicemail' | 'wrong-number' | 'invalid'
export type Temper = 'warm' | 'neutral' | 'cold' | 'angry'

/** What the made-up person behind a number does when it is rung. */
export type Persona = {
  kind: PersonaKind
  /** 4 to 25. For `no-answer` it says when a person would have come, had anybody been in. */
  ringSeconds: number
  talkSeconds: number
  temper: Temper
  /** Says "do not call me again". Only ever true of one who answers. */
  saysStop: boolean
  /** Leaf code of the taxonomy. */
  reason: string
  /** Offer codes this person says yes to. */
  acceptsOffers: string[]
  hangsUpAfterSilenceSeconds: number
}

/** Shares asked for in the telephony design, 2.4; the invalid share is ours. */
const KINDS: readonly (readonly [PersonaKind, number])[] = [
  ['no-answer', 0.3],
  ['busy', 0.08],
  ['voicemail', 0.2],
  ['wrong-number', 0.03],
  ['invalid', 0.01],
  ['answers', 0.38],
]
const STOP_SHARE = 0.02
const RING_SECONDS = [4, 25] as const
/** "Hang up within 2 s of silence" (telephony design, 2.4). */
const SILENCE_SECONDS = [1.5, 2] as const

const WRONGED = /^(SRV|CMP|TRU)\./
const TEMPERS: readonly (readonly [Temper, number])[] = [
  ['warm', 0.3],
  ['neutral', 0.45],
  ['cold', 0.2],
  ['angry', 0.05],
]
const TEMPERS_OF_WRONGED: readonly (readonly [Temper, number])[] = [
  ['warm', 0.12],
  ['neutral', 0.33],
  ['cold', 0.3],
  ['angry', 0.25],
]

/** Chance of a yes to each offer that fits the reason; the mean stays within the 25 to 60 % of the domain design. */
const YES_SHARE: Record<Temper, number> = { warm: 0.7, neutral: 0.45, cold: 0.2, angry: 0.1 }
const TALK_SECONDS: Record<Temper, readonly [number, number]> = {
  warm: [120, 420],
  neutral: [60, 300],
  cold: [20, 120],
  angry: [30, 240],
}
const STOP_TALK_SECONDS = [5, 20] as const
const STRANGER_TALK_SECONDS = [5, 25] as const

/** The person behind a number, from seed and number alone: ask as often as you like, in any order. */
export function personaFor(seed: number, e164: string): Persona {
  const chance = chanceFrom(hashText(seed, e164))
  const kind = pickWeighted(chance, KINDS)
  const ringSeconds = wholeBetween(chance, ...RING_SECONDS)
  const reason = pickWeighted(chance, REASON_WEIGHTS)
  const temper = pickWeighted(chance, WRONGED.test(reason) ? TEMPERS_OF_WRONGED : TEMPERS)
  const saysStop = kind === 'answers' && chance() < STOP_SHARE
  const hangsUpAfterSilenceSeconds = Math.round(between(chance, ...SILENCE_SECONDS) * 10) / 10
  return {
    kind,
    ringSeconds,
    talkSeconds: talkSecondsOf(chance, kind, temper, saysStop),
    temper,
    saysStop,
    reason,
    acceptsOffers: saysStop || kind === 'wrong-number' ? [] : acceptedBy(chance, reason, temper),
    hangsUpAfterSilenceSeconds,
  }
}

function talkSecondsOf(chance: Chance, kind: PersonaKind, temper: Temper, saysStop: boolean): number {
  if (kind === 'wrong-number') return wholeBetween(chance, ...STRANGER_TALK_SECONDS)
  if (saysStop) return wholeBetween(chance, ...STOP_TALK_SECONDS)
  return wholeBetween(chance, ...TALK_SECONDS[temper])
}

function acceptedBy(chance: Chance, reason: string, temper: Temper): string[] {
  return offersFor(reason).filter(() => chance() < YES_SHARE[temper])
}
