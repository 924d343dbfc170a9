/** What a made-up person does when rung: the world's `Persona`, stated here again because the carrier leans on nothing but this shape. */
export type Persona = {
  /** `manual` rings until somebody answers, rejects or hangs up by hand, on the network page or through /_sim. */
  kind: 'manual' | 'answers' | 'no-answer' | 'busy' | 'voicemail' | 'wrong-number' | 'invalid'
  ringSeconds: number
  talkSeconds: number
  temper: 'warm' | 'neutral' | 'cold' | 'angry'
  saysStop: boolean
  reason: string
  acceptsOffers: string[]
  hangsUpAfterSilenceSeconds: number
}

export type PersonaFor = (seed: number, e164: string) => Persona

/** For tests and controls: a warm person who answers at once and talks for half a minute. */
export const WILLING: Persona = {
  kind: 'answers',
  ringSeconds: 4,
  talkSeconds: 30,
  temper: 'warm',
  saysStop: false,
  reason: '',
  acceptsOffers: [],
  hangsUpAfterSilenceSeconds: 2,
}

/** The same for every number on each attempt: a wrong number stays wrong, a dead one dead. */
const LASTING = new Set<Persona['kind']>(['wrong-number', 'invalid'])
const ATTEMPT_STRIDE = 7_919

/**
 * Who answers this attempt. Whether somebody is in changes from one attempt to the next; the person, once in, is the
 * one the world made.
 */
export function personaOnAttempt(personaFor: PersonaFor, seed: number, e164: string, attempt: number): Persona {
  const person = personaFor(seed, e164)
  if (attempt <= 1 || LASTING.has(person.kind)) return person
  const moment = personaFor(seed + (attempt - 1) * ATTEMPT_STRIDE, e164)
  if (LASTING.has(moment.kind)) return person
  return { ...person, kind: moment.kind, ringSeconds: moment.ringSeconds }
}
