import { type AbstractIntlMessages, createTranslator } from 'use-intl/core'
import { describe, expect, it } from 'vitest'
import { messages as en } from './messages/en.ts'
import { messages as fa } from './messages/fa.ts'
import { messages as uz } from './messages/uz.ts'
import { readPlaceholders } from './placeholders.ts'

type Tree = { readonly [key: string]: string | Tree }
const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value, `${path}${key}.`),
  )
const english = new Map(flatten(en))

describe.each([
  ['en', en],
  ['fa', fa],
  ['uz', uz],
] as const)('the sentences in %s', (locale, messages) => {
  const sentences = flatten(messages)

  it('have the keys of English, no more and no less', () => {
    expect(sentences.map(([key]) => key).sort()).toEqual([...english.keys()].sort())
  })

  it('are none of them empty', () => {
    expect(sentences.filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it('take the parameters that English takes', () => {
    const faults = sentences.filter(
      ([key, text]) => readPlaceholders(text).join() !== readPlaceholders(english.get(key) ?? '').join(),
    )
    expect(faults).toEqual([])
  })

  it('can all be said', () => {
    const faults: string[] = []
    const say = createTranslator({
      locale,
      messages: messages as AbstractIntlMessages,
      onError: (fault) => faults.push(fault.message),
    }) as unknown as (key: string, values: Record<string, number>) => string
    for (const [key, text] of sentences)
      for (const amount of [0, 1, 7]) say(key, Object.fromEntries(readPlaceholders(text).map((name) => [name, amount])))
    expect(faults).toEqual([])
  })

  it('carry no stray Arabic letters and no straight apostrophes', () => {
    expect(sentences.filter(([, text]) => /[يك']/.test(text))).toEqual([])
  })
})

it('reads parameters through plurals, and finds a brace that is left open', () => {
  expect(readPlaceholders('{days, plural, one {day} other {# of {total}}} {b}')).toEqual(['b', 'days', 'total'])
  expect(() => readPlaceholders('{a, plural, one {x}')).toThrow('open brace')
})
