import { expect, it } from 'vitest'
import { chooseLocale, directionOf, loadMessages } from './locale.ts'

it('begins with the language chosen before, then the browser’s, then English', () => {
  expect(chooseLocale('fa', ['uz-UZ'])).toBe('fa')
  expect(chooseLocale(null, ['de', 'uz-Latn-UZ', 'fa'])).toBe('uz')
  expect(chooseLocale('klingon', ['de-AT'])).toBe('en')
})

it('writes Persian from right to left, the others from left to right', () => {
  expect([directionOf('fa'), directionOf('en'), directionOf('uz')]).toEqual(['rtl', 'ltr', 'ltr'])
})

it('loads the sentences of the language asked for', async () => {
  expect((await loadMessages('fa')).app.signOut).toBe('خروج')
  expect((await loadMessages('uz')).app.signOut).toBe('Chiqish')
})
