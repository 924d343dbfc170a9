import { afterAll, beforeAll, expect, it } from 'vitest'
import { codeOf, GOOD_PASSWORD, startStaffApp } from './staff.test-app.ts'

let app: Awaited<ReturnType<typeof startStaffApp>>
beforeAll(async () => {
  app = await startStaffApp()
})
afterAll(() => app.stop())

const person = { name: 'First', email: 'First@desk.example', password: GOOD_PASSWORD }

it('has nobody who could sign in by default', async () => {
  expect((await app.openBrowser().send('GET', '/session/status')).body).toEqual({ setup: true, me: null })
  expect((await app.openBrowser().signIn('admin', 'admin')).status).toBe(401)
})

it('refuses a wrong token, and any token before one was printed', async () => {
  const use = (token: string) => app.openBrowser().send('POST', '/session/setup', { body: { ...person, token } })
  expect(codeOf(await use(''))).toBe('auth.token')
  const token = await app.setup.issue()
  expect(Buffer.from(token ?? '', 'base64url')).toHaveLength(16)
  expect(codeOf(await use('x'.repeat(22)))).toBe('auth.token')
})

it('does not spend the token on a weak password', async () => {
  const token = (await app.setup.issue()) ?? ''
  const weak = { ...person, password: 'Password1234', token }
  expect(codeOf(await app.openBrowser().send('POST', '/session/setup', { body: weak }))).toBe('auth.weak')
  expect(await app.setup.needed()).toBe(true)
})

it('makes one administrator of many tries at once, signed in, and no second one later', async () => {
  const token = (await app.setup.issue()) ?? ''
  const headers = { 'accept-language': 'fa-IR,fa;q=0.9' }
  const browsers = Array.from({ length: 6 }, () => app.openBrowser())
  const answers = await Promise.all(
    browsers.map((browser, at) =>
      browser.send('POST', '/session/setup', { body: { ...person, email: `p${at}@desk.example`, token }, headers }),
    ),
  )
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 403, 403, 403, 403, 403])
  expect(await app.database.db.user.count()).toBe(1)
  const winner = browsers[answers.findIndex((answer) => answer.status === 200)]
  expect((await winner?.send('GET', '/session/status'))?.body).toMatchObject({ me: { role: 'admin', locale: 'fa' } })
  expect(await app.setup.issue()).toBeNull()
  const again = await app.openBrowser().send('POST', '/session/setup', { body: { ...person, token } })
  expect([again.status, codeOf(again)]).toEqual([403, 'auth.token'])
})
