/** The ten steps of the win-back conversation (domain.md 5); one is open at a time. */
export const steps = ['HIST', 'OPEN', 'ASK', 'HEAR', 'SORRY', 'PLAN', 'TRUST', 'OFFER', 'TEACH', 'CLOSE'] as const
export type StepNumber = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
export const stepNumbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const satisfies readonly StepNumber[]
export const HEAR = 3
export const PLAN = 5
export const OFFER = 7
export const CLOSE = 9

/** Where the agent is: the open step and, within it, what is half chosen. Digits choose here and nowhere else. */
export type Place = {
  step: StepNumber
  reasonGroup: string | null
  offer: string | null
  outcomeGroup: string | null
  /** The inline question for a date or a promise that stands before everything else. */
  asks: 'callbackAt' | 'promisedAt' | 'promise' | null
  /** A stop that was pressed once and waits for the second press. */
  armedStop: string | null
}

export const startPlace: Place = {
  step: 0,
  reasonGroup: null,
  offer: null,
  outcomeGroup: null,
  asks: null,
  armedStop: null,
}

export type Move =
  | { to: 'step'; step: StepNumber }
  | { to: 'next' }
  | { to: 'previous' }
  | { to: 'reasonGroup'; code: string }
  | { to: 'offer'; code: string }
  | { to: 'outcomeGroup'; code: string }
  | { to: 'asks'; asks: Place['asks'] }
  | { to: 'armedStop'; code: string | null }
  | { to: 'back' }

const clampStep = (step: number): StepNumber => stepNumbers[Math.min(9, Math.max(0, step))] ?? 0
const openStep = (step: number): Place => ({ ...startPlace, step: clampStep(step) })

/** One step back: the innermost half-made choice is undone first; texts and choices stay in the draft. */
function goBack(place: Place): Place {
  if (place.armedStop) return { ...place, armedStop: null }
  if (place.asks) return { ...place, asks: null }
  if (place.outcomeGroup) return { ...place, outcomeGroup: null }
  if (place.offer) return { ...place, offer: null }
  if (place.reasonGroup) return { ...place, reasonGroup: null }
  return place
}

export function move(place: Place, to: Move): Place {
  switch (to.to) {
    case 'step':
      return openStep(to.step)
    case 'next':
      return openStep(place.step + 1)
    case 'previous':
      return openStep(place.step - 1)
    case 'reasonGroup':
      return { ...openStep(HEAR), reasonGroup: to.code }
    case 'offer':
      return { ...openStep(OFFER), offer: to.code }
    case 'outcomeGroup':
      return { ...openStep(CLOSE), outcomeGroup: to.code }
    case 'asks':
      return { ...place, asks: to.asks, armedStop: null }
    case 'armedStop':
      return { ...openStep(CLOSE), outcomeGroup: place.outcomeGroup, armedStop: to.code }
    case 'back':
      return goBack(place)
  }
}

type Seen = { state: string; wasAnswered: boolean; hasReason: boolean }

/** The step that what just happened opens by itself; null leaves the agent where they are. */
export function stepAfter(before: Seen | null, now: Seen): StepNumber | null {
  if (now.state === before?.state) return null
  if (now.state === 'talking') return 1
  if (now.state === 'wrapUp') return now.wasAnswered && !now.hasReason ? HEAR : CLOSE
  return null
}
