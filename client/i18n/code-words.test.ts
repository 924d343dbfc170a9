import { expect, it } from 'vitest'
import { fillParams, findKey } from './code-words.ts'
import { pickLabel } from './labels.ts'
import { messages } from './messages/en.ts'

it('finds the sentence of a dotted code', () => {
  expect(findKey(messages.errors, 'card.not-yours')).toBe('card.not-yours')
  expect(findKey(messages.rules, 'complaint.open')).toBe('complaint.open')
})

it('prefers the sentence of the kind that the parameters name', () => {
  expect(findKey(messages.rules, 'stop', { kind: 'dead', scope: 'person' })).toBe('stop.dead')
  expect(findKey(messages.rules, 'hours', { reason: 'zone-unknown', zone: null })).toBe('hours.zone-unknown')
  expect(findKey(messages.rules, 'cap', { per: 'phone', max: 2, hours: 24 })).toBe('cap.phone')
})

it('falls back to the sentence of the group, so that a new code is never bare', () => {
  expect(findKey(messages.rules, 'stop', { kind: 'new' })).toBe('stop._')
  expect(findKey(messages.errors, 'phone.on-the-moon')).toBe('phone._')
  expect(findKey(messages.errors, 'validation')).toBe('validation._')
})

it('has no sentence for a group of codes, an unknown code or a name that every object has', () => {
  for (const code of ['card', 'card.nothing', 'card.not-yours.more', 'constructor', ''])
    expect(findKey(messages.errors, code)).toBeNull()
})

it('gives a sentence all the parameters it names, and no more', () => {
  expect(fillParams('Line {line} has {found}', { line: 3, secret: 'x' })).toEqual({ line: 3, found: '–' })
})

it('falls back to English where a label is not translated', () => {
  expect(pickLabel({ en: 'Too dear', fa: 'گران', uz: '' }, 'fa')).toBe('گران')
  expect(pickLabel({ en: 'Too dear', fa: 'گران', uz: '' }, 'uz')).toBe('Too dear')
})
