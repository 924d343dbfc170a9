import { expect, it } from 'vitest'
import { fillParams, findSentence } from './code-words.ts'
import { pickLabel } from './labels.ts'
import { messages } from './messages/en.ts'

it('finds the sentence of a dotted code', () => {
  expect(findSentence(messages.errors, 'card.not-yours')).toBe(messages.errors.card['not-yours'])
  expect(findSentence(messages.rules, 'zone.unknown')).toBe(messages.rules.zone.unknown)
})

it('has no sentence for a group of codes, an unknown code or a name that every object has', () => {
  for (const code of ['card', 'card.nothing', 'card.not-yours.more', 'constructor', ''])
    expect(findSentence(messages.errors, code)).toBeNull()
})

it('gives a sentence all the parameters it names, and no more', () => {
  expect(fillParams('Line {line} has {found}', { line: 3, secret: 'x' })).toEqual({ line: 3, found: '–' })
})

it('falls back to English where a label is not translated', () => {
  expect(pickLabel({ en: 'Too dear', fa: 'گران', uz: '' }, 'fa')).toBe('گران')
  expect(pickLabel({ en: 'Too dear', fa: 'گران', uz: '' }, 'uz')).toBe('Too dear')
})
