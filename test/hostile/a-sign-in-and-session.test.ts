import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Call, codeOf, GOOD_PASSWORD, startStaffApp } from '../../server/staff/staff.test-app.ts'

let app: Awaited<ReturnType<typeof startStaffApp>>
let agent: ReturnType<typeof app.openBrowser>
let admin: ReturnType<typeof app.openBrowser>
beforeAll(async () => {
  app = await startStaffApp()
  for (const role of ['agent', 'supervisor', 'admin', 'auditor'] as const) await app.addPerson(role)
  agent = app.openBrowser()
  admin = app.openBrowser()
  await agent.signIn('agent@desk.example')
  await admin.signIn('admin@desk.example')
})
afterAll(() => app.stop())

const newcomer = {
  ...{ name: 'New', email: 'new@desk.example', password: GOOD_PASSWORD, role: 'agent', languages: ['fa'] },
  skills: ['Cars', '  cars ', 'بيمه\u200cنامه'],
}
const state = async () => {
  const { db } = app.database
  return JSON.stringify([await db.user.findMany({ orderBy: { id: 'asc' } }), await db.presence.findMany()])
}
const lines = (action: string) => app.database.db.auditLine.count({ where: { action } })

describe('sign-in', () => {
  it('answers a wrong password and an unknown person alike', async () => {
    const browser = app.openBrowser('10.1.0.1')
    const failed = await lines('session.failed')
    const wrong = await browser.signIn('auditor@desk.example', 'wrong wrong wrong')
    const unknown = await browser.signIn('nobody@desk.example', 'wrong wrong wrong')
    expect([wrong.status, codeOf(wrong)]).toEqual([401, 'auth.invalid'])
    expect(unknown.body).toEqual(wrong.body)
    expect(wrong.headers.getSetCookie()).toEqual([])
    expect(await lines('session.failed')).toBe(failed + 2)
  })

  it('looks at a password even when there is nobody', async () => {
    const browser = app.openBrowser('10.1.0.2')
    const time = async (email: string) => {
      const began = performance.now()
      await browser.signIn(email, 'wrong wrong wrong')
      return performance.now() - began
    }
    await time('warm@desk.example')
    // argon2id over 64 MiB three times; without it an answer takes some 5 ms.
    expect(await time('nobody2@desk.example')).toBeGreaterThan(40)
  })

  it('holds an account off after four failures, for a while, and lets the right one in after it', async () => {
    await app.addPerson('agent', 'victim@desk.example')
    for (let tries = 0; tries < 5; tries++)
      expect((await app.openBrowser(`10.2.0.${tries}`).signIn('victim@desk.example', 'wrong wrong wrong')).status).toBe(
        401,
      )
    const browser = app.openBrowser('10.2.0.99')
    const held = await browser.signIn('victim@desk.example')
    expect(held).toMatchObject({ status: 429, body: { problem: { code: 'auth.locked', params: { seconds: 2 } } } })
    app.clock.advance(2_000)
    expect((await browser.signIn('victim@desk.example')).status).toBe(200)
    expect((await browser.signIn('victim@desk.example', 'wrong wrong wrong')).status).toBe(401)
  })

  it('does not let many tries at once past the delay', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        app.openBrowser(`10.3.0.${at}`).signIn('supervisor@desk.example', `wrong wrong ${at}`),
      ),
    )
    expect(answers.filter((answer) => answer.status === 401)).toHaveLength(5)
    app.clock.advance(60_000)
  })

  it('holds an address off that tries many accounts', async () => {
    const browser = app.openBrowser('10.4.0.1')
    const answers = []
    for (let at = 0; at < 33; at++)
      answers.push((await browser.signIn(`person${at}@desk.example`, 'wrong wrong')).status)
    expect(answers.slice(0, 31).every((status) => status === 401)).toBe(true)
    expect(answers.slice(31)).toEqual([429, 429])
    expect((await app.openBrowser('10.4.0.2').signIn('auditor@desk.example')).status).toBe(200)
  })

  it.each([
    ['NUL', { email: 'a\0b@desk.example', password: 'x' }, 422],
    ['a lone surrogate', { email: '\ud800@desk.example', password: '\udfff' }, 401],
    ['SQL', { email: "' OR 1=1 --", password: "' OR 1=1 --" }, 401],
    ['an object', { email: { $gt: '' }, password: 'x' }, 422],
    ['a list', { email: ['agent@desk.example'], password: 'x' }, 422],
    ['an endless password', { email: 'agent@desk.example', password: 'x'.repeat(129) }, 422],
    ['unknown keys', { email: 'agent@desk.example', password: GOOD_PASSWORD, role: 'admin' }, 422],
  ])('takes %s for what it is', async (_, body, status) => {
    const browser = app.openBrowser('10.5.0.1')
    const answer = await browser.send('POST', '/session', { body })
    expect(answer.status).toBe(status)
    expect(answer.headers.getSetCookie()).toEqual([])
  })

  it('does not adopt a session id that was planted', async () => {
    const browser = app.openBrowser('10.6.0.1')
    browser.cookie = 'sid=s%3Aplanted.signature'
    await browser.signIn('auditor@desk.example')
    expect(browser.cookie).not.toContain('planted')
  })
})

describe('forged requests', () => {
  const forged: [string, Call, number, string][] = [
    ['no token', { csrf: false }, 403, 'csrf'],
    ['a wrong token', { headers: { 'x-csrf': 'A'.repeat(43) } }, 403, 'csrf'],
    ['a foreign origin', { headers: { origin: 'https://evil.example' } }, 403, 'csrf'],
    ['no origin', { headers: { origin: null } }, 403, 'csrf'],
    ['a null origin', { headers: { origin: 'null' } }, 403, 'csrf'],
    [
      'a form',
      { raw: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'content-type',
    ],
    ['plain text', { raw: '{}', headers: { 'content-type': 'text/plain' } }, 415, 'content-type'],
    ['no content type', { raw: '{}', headers: { 'content-type': '' } }, 415, 'content-type'],
    ['broken JSON', { raw: '{"name":' }, 400, 'malformed'],
  ]
  it.each(forged)('refuses %s and changes nothing', async (_, call, status, code) => {
    const before = await state()
    const answer = await admin.send('POST', '/staff', { body: newcomer, ...call })
    expect([answer.status, codeOf(answer)]).toEqual([status, code])
    expect(await state()).toBe(before)
  })

  it('refuses another session’s token and writes a line', async () => {
    const refused = await lines('access.refused')
    const answer = await admin.send('POST', '/staff', { body: newcomer, headers: { 'x-csrf': agent.csrf } })
    expect(answer.status).toBe(403)
    expect(await lines('access.refused')).toBe(refused + 1)
  })

  it('refuses a foreign page that signs somebody in', async () => {
    const browser = app.openBrowser('10.7.0.1')
    const body = { email: 'agent@desk.example', password: GOOD_PASSWORD }
    const answer = await browser.send('POST', '/session', { body, headers: { origin: 'https://evil.example' } })
    expect([answer.status, codeOf(answer)]).toEqual([403, 'csrf'])
  })

  it('changes nothing by GET', async () => {
    expect((await admin.send('GET', '/presence')).status).toBe(404)
    expect((await admin.send('GET', '/session')).status).toBe(404)
  })
})

describe('another role', () => {
  it('may not add or change staff, and a line says that it tried', async () => {
    const before = await state()
    const refused = await lines('access.refused')
    const { id } = (await agent.send('GET', '/session/status')).body as { id: string }
    expect(codeOf(await agent.send('POST', '/staff', { body: newcomer }))).toBe('forbidden')
    const rise = { name: 'Me', role: 'admin', languages: ['en'], skills: [], active: true }
    expect(codeOf(await agent.send('PUT', `/staff/${id}`, { body: rise }))).toBe('forbidden')
    expect(await lines('access.refused')).toBe(refused + 2)
    expect(await state()).toBe(before)
  })

  it('may not stand on the floor without being an agent', async () => {
    expect(codeOf(await admin.send('PUT', '/presence', { body: { state: 'ready' } }))).toBe('forbidden')
  })

  it('is told to sign in first without a session', async () => {
    const answer = await app.openBrowser().send('GET', '/staff')
    expect([answer.status, codeOf(answer)]).toEqual([401, 'auth.required'])
  })
})

describe('mass assignment and odd values', () => {
  it.each([
    ['an id', { id: '00000000-0000-4000-8000-000000000009' }],
    ['a hash', { passwordHash: 'x' }],
    ['a team', { teamId: '00000000-0000-4000-8000-000000000001' }],
    ['a role that is none', { role: 'root' }],
    ['a language that is none', { languages: ['xx'] }],
    ['a skill of no words', { skills: [' \u202e '] }],
    ['more skills than anybody has', { skills: Array.from({ length: 21 }, (_, nth) => `skill ${nth}`) }],
    ['a short password', { password: 'short' }],
    ['a name of control characters', { name: '\0\u202e\u0007' }],
  ])('refuses %s', async (_, odd) => {
    const before = await state()
    expect((await admin.send('POST', '/staff', { body: { ...newcomer, ...odd } })).status).toBe(422)
    expect(await state()).toBe(before)
  })

  it('refuses a common password, an e-mail that is taken and a person who is not', async () => {
    const weak = await admin.send('POST', '/staff', { body: { ...newcomer, password: 'Password2024!' } })
    expect([weak.status, codeOf(weak)]).toEqual([422, 'auth.weak'])
    const taken = await admin.send('POST', '/staff', { body: { ...newcomer, email: 'AGENT@desk.example' } })
    expect([taken.status, codeOf(taken)]).toEqual([409, 'auth.taken'])
    const nobody = '/staff/00000000-0000-4000-8000-00000000dead'
    const change = await admin.send('PUT', nobody, {
      body: { name: 'X', role: 'agent', languages: ['en'], skills: [], active: true },
    })
    expect(change.status).toBe(404)
    expect((await admin.send('PUT', '/staff/1', { body: {} })).status).toBe(422)
  })

  it('never answers with a hash', async () => {
    const added = await admin.send('POST', '/staff', { body: newcomer })
    expect(Object.keys(added.body as object).sort()).toEqual(
      ['active', 'createdAt', 'email', 'id', 'languages', 'name', 'role', 'skills', 'teamId'].sort(),
    )
    expect(JSON.stringify((await admin.send('GET', '/staff')).body)).not.toContain('argon2')
    const { id } = added.body as { id: string }
    const kept = await app.database.db.user.findUniqueOrThrow({ where: { id } })
    expect(kept.skills, 'once each, in one spelling').toEqual(['cars', 'بیمه نامه'])
  })

  it('lets nobody change or remove an audit line', async () => {
    const { db } = app.database
    await expect(db.auditLine.updateMany({ data: { action: 'nothing' } })).rejects.toThrow()
    await expect(db.auditLine.deleteMany()).rejects.toThrow()
    const text = JSON.stringify(await db.auditLine.findMany(), (_, v) => (typeof v === 'bigint' ? String(v) : v))
    for (const secret of ['@desk.example', GOOD_PASSWORD, '10.4.0.1']) expect(text).not.toContain(secret)
  })
})
