import { expect, it } from 'vitest'
import { blankDraft, editDraft } from '../draft/draft.ts'
import { move, startPlace, stepNumbers } from '../place.ts'
import { stepAnswers } from './step-answers.ts'

const give = (step: (typeof stepNumbers)[number], id: string) => {
  const answer = stepAnswers[step]?.find((one) => one.id === id)
  if (!answer) throw new Error(`Step ${step} has no answer ${id}`)
  return {
    place: answer.moves.reduce(move, { ...startPlace, step }),
    draft: answer.edits.reduce(editDraft, blankDraft),
  }
}

it('leads on from every step that has answers', () => {
  for (const step of stepNumbers)
    for (const { id } of stepAnswers[step] ?? []) {
      const { place } = give(step, id)
      expect(place.step > step || place.asks !== null).toBe(true)
    }
})

it('asks when to call back if it is not a good time', () => {
  const { place, draft } = give(1, 'notNow')
  expect(place).toMatchObject({ step: 9, asks: 'callbackAt' })
  expect(draft.outcome).toBe('C.CB')
})

it('goes straight to the close when somebody will not say why, and writes that down', () => {
  const { place, draft } = give(2, 'refused')
  expect(place.step).toBe(9)
  expect(draft.reasons[0]?.code).toBe('UNK.REFUSED')
})

it('records that an apology was given', () => {
  expect(give(4, 'sorry').draft.offers).toMatchObject([{ code: 'APO', answer: 'ACC' }])
  expect(give(4, 'noFault').draft.offers).toEqual([])
})
