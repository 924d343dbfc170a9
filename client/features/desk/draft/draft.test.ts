import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blankDraft, type DraftEdit, editDraft, newestDraft } from './draft.ts'

const after = (...edits: DraftEdit[]) => edits.reduce(editDraft, blankDraft)

it('raises the revision at every edit, whatever it is', () => {
  const edits = fc.constantFrom<DraftEdit>(
    { edit: 'reason', code: 'PRC.HIGH' },
    { edit: 'text', field: 'note', text: 'تست فارسی و English با هم ۱۲۳ 456' },
    { edit: 'offer', code: 'FEE', change: { answer: 'ACC' } },
    { edit: 'outcome', code: null },
    { edit: 'dropPromise', at: 3 },
  )
  fc.assert(
    fc.property(fc.array(edits), (list) => {
      expect(list.reduce(editDraft, blankDraft).revision).toBe(list.length)
    }),
  )
})

it('keeps the first reason as the main one, at most three and none twice', () => {
  const codes = ['A', 'B', 'A', 'C', 'D']
  const draft = after(...codes.map((code): DraftEdit => ({ edit: 'reason', code })))
  expect(draft.reasons.map(({ code }) => code)).toEqual(['A', 'B', 'C'])
})

it('changes the answer to an offer without forgetting its date', () => {
  const until = '2026-12-01T09:00:00Z'
  const draft = after(
    { edit: 'offer', code: 'FEE', change: { answer: 'CON', until } },
    { edit: 'offer', code: 'FEE', change: { answer: 'ACC' } },
  )
  expect(draft.offers).toEqual([{ code: 'FEE', answer: 'ACC', until, counter: null }])
})

it('drops a date that the new outcome does not ask for, and nothing that was typed', () => {
  const draft = after(
    { edit: 'text', field: 'words', text: 'too dear' },
    { edit: 'outcome', code: 'C.CB' },
    { edit: 'date', field: 'callbackAt', at: '2026-12-01T09:00:00Z' },
    { edit: 'outcome', code: 'L.NOW' },
  )
  expect(draft).toMatchObject({ outcome: 'L.NOW', callbackAt: null, words: 'too dear' })
})

it('restores the newest of server, device and tab', () => {
  const older = { ...blankDraft, revision: 3, note: 'server' }
  const newer = { ...blankDraft, revision: 5, note: 'device' }
  expect(newestDraft(older, newer, null).note).toBe('device')
  expect(newestDraft(null, null)).toBe(blankDraft)
})
