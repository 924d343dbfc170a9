import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { codeOf, GOOD_PASSWORD, startStaffApp } from './staff.test-app.ts'

let app: Awaited<ReturnType<typeof startStaffApp>>
beforeAll(async () => {
  app = await startStaffApp()
  for (const role of ['agent', 'supervisor', 'admin', 'auditor'] as const) await app.addPerson(role)
})
afterAll(() => app.stop())

const MINUTE = 60_000

it('signs in, says who, and signs out', async () => {
  const browser = app.openBrowser()
  expect((await browser.send('GET', '/session/status')).body).toEqual({ setup: false, me: null })
  const me = await browser.signIn(' Agent@Desk.example ')
  expect(me).toMatchObject({ status: 200, body: { role: 'agent', house: { calling: 'manual', currency: 'USD' } } })
  expect((await browser.send('GET', '/session/status')).body).toMatchObject({ me: { email: 'agent@desk.example' } })
  const cookie = browser.cookie
  expect((await browser.send('DELETE', '/session')).status).toBe(200)
  browser.cookie = cookie
  expect(codeOf(await browser.send('GET', '/programme/taxonomy'))).toBe('auth.expired')
})

it('sets a cookie that scripts cannot read, with no life of its own, and answers that no cache keeps', async () => {
  const answer = await app.openBrowser().signIn('agent@desk.example')
  const cookie = answer.headers.getSetCookie()[0] ?? ''
  expect(cookie).toMatch(/^sid=.+; Path=\/; HttpOnly; SameSite=Lax$/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const policy = answer.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(answer.headers.get('permissions-policy')).toContain('microphone=(self)')
  expect(answer.headers.get('strict-transport-security')).toBeNull()
})

it('keeps nothing in the table that opens a session', async () => {
  const browser = app.openBrowser()
  await browser.signIn('agent@desk.example')
  const sid = decodeURIComponent(browser.cookie.slice('sid='.length)).slice(2).split('.')[0] ?? ''
  expect(sid.length).toBe(43)
  const rows = await app.database.db.session.findMany()
  const text = JSON.stringify(rows)
  for (const secret of [sid, browser.cookie, browser.csrf]) expect(text).not.toContain(secret)
  expect(rows.map((row) => row.sidHash)).toContain(createHash('sha256').update(sid).digest('hex'))
  browser.cookie = `sid=${encodeURIComponent(`s:${createHash('sha256').update(sid).digest('hex')}.x`)}`
  expect((await browser.send('GET', '/programme/taxonomy')).status).toBe(401)
})

it('gives a new id at each sign-in and forgets the old one', async () => {
  const browser = app.openBrowser()
  await browser.signIn('agent@desk.example')
  const first = browser.cookie
  await browser.signIn('agent@desk.example')
  expect(browser.cookie).not.toBe(first)
  const old = app.openBrowser()
  old.cookie = first
  expect((await old.send('GET', '/programme/taxonomy')).status).toBe(401)
})

it('ends after half an hour without use, and after twelve hours in any case', async () => {
  const browser = app.openBrowser()
  await browser.signIn('supervisor@desk.example')
  const use = async () => (await browser.send('GET', '/staff')).status
  app.clock.advance(29 * MINUTE)
  expect(await use()).toBe(200)
  app.clock.advance(29 * MINUTE)
  expect(await use()).toBe(200)
  app.clock.advance(31 * MINUTE)
  expect(await use()).toBe(401)
  await browser.signIn('supervisor@desk.example')
  for (let halves = 0; halves < 28; halves++) {
    app.clock.advance(25 * MINUTE)
    expect(await use()).toBe(200)
  }
  app.clock.advance(21 * MINUTE)
  expect(await use()).toBe(401)
})

it('does not count an agent with a customer as idle', async () => {
  const browser = app.openBrowser()
  const me = await browser.signIn('agent@desk.example')
  const userId = (me.body as { id: Parameters<typeof app.staff.presence.read>[1] }).id
  const { database, staff, clock } = app
  await staff.presence.choose(userId, 'ready')
  await database.tx((tx) => staff.presence.move(tx, userId, ['ready'], 'preview', clock.now()))
  for (let times = 0; times < 4; times++) {
    clock.advance(20 * MINUTE)
    await staff.presence.markSeen([userId])
  }
  expect((await browser.send('GET', '/programme/taxonomy')).status).toBe(501)
  expect(codeOf(await browser.send('DELETE', '/session'))).toBe('presence.card-open')
  await database.tx((tx) => staff.presence.move(tx, userId, ['preview'], 'break', clock.now()))
})

it('writes down that skills were given and taken, in numbers', async () => {
  const admin = app.openBrowser()
  await admin.signIn('admin@desk.example')
  const { id, name } = await app.addPerson('agent', 'skilled@desk.example')
  for (const skills of [
    ['cars', 'vip'],
    ['vip', 'boats', 'spare parts'],
  ])
    await admin.send('PUT', `/staff/${id}`, { body: { name, role: 'agent', languages: ['en'], skills, active: true } })
  const lines = await app.database.db.auditLine.findMany({ where: { subject: `user:${id}`, action: 'staff.changed' } })
  expect(lines.map(({ detail }) => detail)).toEqual([
    { role: 'agent', active: true, sessionsEnded: false, skillsGiven: 2, skillsTaken: 0 },
    { role: 'agent', active: true, sessionsEnded: false, skillsGiven: 2, skillsTaken: 1 },
  ])
})

it('lets a new role and a switched-off account count at once, and tells the sockets', async () => {
  const admin = app.openBrowser()
  await admin.signIn('admin@desk.example')
  const lead = await app.addPerson('supervisor', 'lead@desk.example')
  const browser = app.openBrowser()
  await browser.signIn(lead.email)
  expect((await browser.send('GET', '/staff')).status).toBe(200)
  const change = (role: string, active: boolean) =>
    admin.send('PUT', `/staff/${lead.id}`, { body: { name: lead.name, role, languages: ['en'], skills: [], active } })
  expect(await change('auditor', true)).toMatchObject({ status: 200, body: { role: 'auditor' } })
  expect((await browser.send('GET', '/staff')).status).toBe(401)
  expect(app.ended).toContain(lead.id)
  await browser.signIn(lead.email)
  expect(codeOf(await browser.send('GET', '/staff'))).toBe('forbidden')
  await change('auditor', false)
  expect((await browser.send('GET', '/programme/taxonomy')).status).toBe(401)
  expect(codeOf(await browser.signIn(lead.email))).toBe('auth.disabled')
  expect(codeOf(await browser.signIn(lead.email, 'not the password'))).toBe('auth.invalid')
})

it('counts a role written by another process at the next request', async () => {
  const browser = app.openBrowser()
  const person = await app.addPerson('supervisor', 'other@desk.example')
  await browser.signIn(person.email)
  await app.database.db.user.update({ where: { id: person.id }, data: { role: 'agent' } })
  expect(codeOf(await browser.send('GET', '/staff'))).toBe('forbidden')
})

it('keeps one administrator, also when two switch each other off at once', async () => {
  const second = await app.addPerson('admin', 'second@desk.example')
  const first = (await app.staff.list({ ...second, userId: second.id })).find(
    (user) => user.email === 'admin@desk.example',
  )
  if (!first) throw new Error('nobody')
  const off = { name: 'Off', role: 'admin', languages: ['en'], active: false } as const
  const change = (of: typeof first, by: typeof first) =>
    app.staff.change(of.id, { ...off, languages: ['en'], skills: [] }, { ...by, userId: by.id })
  const settled = await Promise.allSettled([change(first, second), change(second, first)])
  expect(settled.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await app.database.db.user.count({ where: { role: 'admin', active: true } })).toBe(1)
})

it('sends a Secure cookie under the host’s prefix, and HSTS, where the address is https', async () => {
  const https = await startStaffApp('https://calls.example.com')
  await https.addPerson('agent')
  const answer = await https.openBrowser().send('POST', '/session', {
    body: { email: 'agent@desk.example', password: GOOD_PASSWORD },
    headers: { origin: 'https://calls.example.com', 'x-forwarded-proto': 'https' },
  })
  expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-sid=.+; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000')
  await https.stop()
})

it('outlives a moment in which it could not be read', async () => {
  const browser = app.openBrowser()
  await browser.signIn('agent@desk.example')
  const sid = decodeURIComponent(browser.cookie.slice('sid='.length)).slice(2).split('.')[0] ?? ''
  const where = { sidHash: createHash('sha256').update(sid).digest('hex') }
  const { data } = await app.database.db.session.findUniqueOrThrow({ where })
  await app.database.db.session.update({ where, data: { data: 'unreadable' } })
  expect((await browser.send('GET', '/programme/taxonomy')).status).toBe(500)
  await app.database.db.session.update({ where, data: { data: data ?? {} } })
  // Past the gate, to the stub behind it.
  expect((await browser.send('GET', '/programme/taxonomy')).status).toBe(501)
})
