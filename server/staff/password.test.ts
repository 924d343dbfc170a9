import { dictionary } from '@zxcvbn-ts/language-common'
import { expect, it } from 'vitest'
import { COMMON_PASSWORDS } from './common-passwords.ts'
import { isWeak } from './password.ts'

const of = { name: 'Golnar Rostami', email: 'g.rostami@nansahar.example', house: 'Nan Sahar Bakery' }

it.each([
  'password1234',
  'Passw0rd!!!!',
  'P@ssw0rd2024',
  'mypassword2026',
  'qwertyuiop12',
  '1qaz2wsx3edc',
  '123456789012',
  '098765432109',
  'aaaaaaaaaaaa',
  'abcabcabcabc',
  'x7x7x7x7x7x7',
  'iloveyou1403',
  'welcome-welcome',
  'letmein letmein',
  'abcdefghijkl',
  'dragonmonkey1',
])('refuses %s: guessing tools try it first', (password) => {
  expect(isWeak(password, of)).toBe(true)
})

it.each(['golnarrostami', 'Rostami-2026!', 'nansahar-1403', 'Bakery bakery 12'])(
  'refuses %s: it is the person’s or the house’s own name',
  (password) => {
    expect(isWeak(password, of)).toBe(true)
  },
)

it.each([
  'seven brown kettles hum',
  'purple monkey dishwasher',
  'نان تازه هر صبح',
  'yk4!vb9#tq2m',
  'plum-tractor-window',
  'the tide turns at noon',
])('takes %s without asking for digits or signs', (password) => {
  expect(isWeak(password, of)).toBe(false)
})

const LEAKED = dictionary['passwords-common']
const LONG = 12

it('refuses every leaked password that is long enough to be one of ours', () => {
  const long = LEAKED.filter(({ length }) => length >= LONG)
  expect(long.length).toBeGreaterThan(300)
  expect(long.filter((password) => !isWeak(password, of))).toEqual([])
})

it('refuses the three thousand that leaked most with whatever is set around them to make them long', () => {
  const lengthen = (word: string) => [`${word}${'1234567890123'.slice(word.length)}`, `!!${word}${'!'.repeat(LONG)}`]
  const most = LEAKED.slice(0, 3_000)
  expect(most.length).toBe(3_000)
  expect(most.flatMap(lengthen).filter((password) => !isWeak(password, of))).toEqual([])
})

it('knows at least two hundred stems, each once', () => {
  expect(COMMON_PASSWORDS.length).toBeGreaterThan(200)
  expect(new Set(COMMON_PASSWORDS).size).toBe(COMMON_PASSWORDS.length)
})
