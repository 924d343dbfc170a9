import type { Problem } from '#contract/problem'
import { CLOSE, HEAR, type Move, OFFER, PLAN } from './place.ts'
import { fieldOf } from './requirements.ts'

/** The way to where a problem of the outcome can be put right. */
export function placeOf(problem: Problem): readonly Move[] {
  const field = fieldOf(problem)
  if (field === 'reasons' || field === 'words') return [{ to: 'step', step: HEAR }]
  if (field === 'offers') return [{ to: 'step', step: OFFER }]
  if (field === 'promises')
    return [
      { to: 'step', step: PLAN },
      { to: 'asks', asks: 'promise' },
    ]
  const close: Move = { to: 'step', step: CLOSE }
  return field === 'callbackAt' || field === 'promisedAt' ? [close, { to: 'asks', asks: field }] : [close]
}
