import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isOneSlip, slipsOf } from './slips.ts'

const word = fc.stringMatching(/^[a-e]{3,8}$/)
const sharesForm = (a: string, b: string): boolean => slipsOf(a).some((form) => slipsOf(b).includes(form))

it('tells a letter more, less, another, or two that changed places', () => {
  for (const [a, b] of [
    ['mhmd', 'mhmnd'],
    ['mhmnd', 'mhmd'],
    ['mhmd', 'mhrd'],
    ['mhmd', 'mmhd'],
    ['krmz', 'krzm'],
    ['abc', 'abcd'],
  ] as const)
    expect([a, b, isOneSlip(a, b)]).toEqual([a, b, true])
  for (const [a, b] of [
    ['mhmd', 'mhmd'],
    ['mhmd', 'mhrf'],
    ['abcd', 'badc'],
    ['abc', 'abcde'],
    ['abcd', 'acdb'],
  ] as const)
    expect([a, b, isOneSlip(a, b)]).toEqual([a, b, false])
})

it('is the same from both sides', () => {
  fc.assert(fc.property(word, word, (a, b) => isOneSlip(a, b) === isOneSlip(b, a)))
})

it('finds by a shared form every word that is one slip away', () => {
  const edit = fc.tuple(word, fc.nat(7), fc.constantFrom('less', 'more', 'other', 'swap'), fc.constantFrom('x', 'y'))
  fc.assert(
    fc.property(edit, ([before, place, kind, letter]) => {
      const at = place % (before.length - 1)
      const [head, a, b, tail] = [before.slice(0, at), before[at], before[at + 1], before.slice(at + 2)]
      const after = {
        less: head + b + tail,
        more: head + letter + a + b + tail,
        other: head + letter + b + tail,
        swap: `${head}${b}${a}${tail}`,
      }[kind]
      if (after !== before)
        expect([before, after, isOneSlip(before, after), sharesForm(before, after)]).toEqual([
          before,
          after,
          true,
          true,
        ])
    }),
  )
})
