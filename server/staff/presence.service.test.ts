import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import { readVersions } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'
import { codeOf, startStaffApp } from './staff.test-app.ts'

let app: Awaited<ReturnType<typeof startStaffApp>>
let agent: UserId
let second: UserId
beforeAll(async () => {
  app = await startStaffApp()
  app.database.plants('presence.card-has-customer', 'desks are moved here without a queue beside them')
  agent = (await app.addPerson('agent')).id
  second = (await app.addPerson('agent', 'second@desk.example')).id
})
afterAll(() => app.stop())

const move = (from: Parameters<typeof app.staff.presence.move>[2], to: Parameters<typeof app.staff.presence.move>[3]) =>
  app.database.tx((tx) => app.staff.presence.move(tx, agent, from, to, app.clock.now()))
const read = () => app.staff.presence.read(app.database.db, agent)
const versions = async () => [...(await readVersions(app.database.db, [`agent:${agent}`, 'wall'])).values()]

it('begins offline, for somebody who never opened a desk', async () => {
  expect(await read()).toMatchObject({ state: 'offline', wrapUpEndsAt: null })
  expect(await move(['ready'], 'preview')).toBe(false)
})

it('moves by compare-and-set and raises the desk and the wall', async () => {
  const before = await versions()
  expect(await move(['offline', 'break'], 'ready')).toBe(true)
  expect(await move(['offline', 'break'], 'ready')).toBe(false)
  expect(await versions()).toEqual(before.map((version) => version + 1))
  expect(await read()).toMatchObject({ state: 'ready', since: app.clock.now(), seenAt: app.clock.now() })
})

it('lets one of many at once take a ready agent', async () => {
  const taken = await Promise.all(Array.from({ length: 8 }, () => move(['ready'], 'preview')))
  expect(taken.filter(Boolean)).toHaveLength(1)
})

it('throws on a move that the machine does not know', async () => {
  await expect(move(['talking'], 'ready')).rejects.toThrow('talking does not lead to ready')
})

it('does not let an agent choose while a customer is on the desk', async () => {
  const browser = app.openBrowser()
  await browser.signIn('agent@desk.example')
  for (const state of ['ready', 'break', 'offline']) {
    const answer = await browser.send('PUT', '/presence', { body: { state } })
    expect([answer.status, codeOf(answer)]).toEqual([409, 'presence.card-open'])
  }
  expect((await browser.send('PUT', '/presence', { body: { state: 'talking' } })).status).toBe(422)
  expect((await read()).state).toBe('preview')
})

it('gives wrap-up its time and two extensions, on the server', async () => {
  const { presence } = app.staff
  const now = app.clock.now()
  await move(['preview'], 'calling')
  await app.database.tx((tx) => presence.startWrapUps(tx, [agent], ['calling', 'talking'], now))
  const plus = (seconds: number) => new Date(now.getTime() + seconds * 1_000)
  expect(await read()).toMatchObject({ state: 'wrapUp', wrapUpEndsAt: plus(30), extensionsLeft: 2 })
  const more = () => app.database.tx((tx) => presence.moreWrapUp(tx, agent))
  expect(await more()).toEqual({ endsAt: plus(60), left: 1 })
  expect(await more()).toEqual({ endsAt: plus(90), left: 0 })
  expect(await more()).toBeNull()
  expect(await move(['wrapUp'], 'ready')).toBe(true)
  expect(await read()).toMatchObject({ wrapUpEndsAt: null, extensionsLeft: 0 })
})

it('lists who waits, the longest first, and who fell silent', async () => {
  const { presence } = app.staff
  app.clock.advance(5_000)
  await presence.choose(second, 'ready')
  expect((await presence.readyAgents(app.database.db)).map((ready) => ready.userId)).toEqual([agent, second])
  await presence.markSeen([second])
  expect(await presence.goneAgents(app.clock.now(), 20_000)).toEqual([])
  app.clock.advance(15_001)
  expect(await presence.goneAgents(app.clock.now(), 20_000)).toEqual([agent])
  await presence.markSeen([agent, second])
  expect(await presence.goneAgents(app.clock.now(), 20_000)).toEqual([])
})

it('takes the silent off the floor once, however many processes look, and nobody who was heard meanwhile', async () => {
  const graceMs = 45_000
  const people = await Promise.all(
    ['silent', 'heard', 'talking'].map(async (name) => (await app.addPerson('agent', `${name}@desk.example`)).id),
  )
  const [silent, heard, talking] = people as [UserId, UserId, UserId]
  await app.database.tx(async (tx) => {
    for (const userId of people) await app.staff.presence.move(tx, userId, ['offline'], 'ready', app.clock.now())
    await app.staff.presence.move(tx, talking, ['ready'], 'preview', app.clock.now())
  })
  app.clock.advance(graceMs + 1_000)
  const now = app.clock.now()
  const gone = await app.staff.presence.goneAgents(now, graceMs)
  expect(gone).toEqual(expect.arrayContaining(people))
  await app.staff.presence.markSeen([heard])
  const version = async () => (await readVersions(app.database.db, [`agent:${silent}`])).get(`agent:${silent}`) ?? 0
  const before = await version()
  const forgotten = await Promise.all([1, 2, 3].map(() => app.staff.presence.forget(gone, now, graceMs)))
  expect(forgotten.flat().filter((userId) => people.includes(userId))).toEqual([silent])
  expect(await version()).toBe(before + 1)
  const states = await Promise.all(people.map((userId) => app.staff.presence.read(app.database.db, userId)))
  expect(states.map(({ state }) => state)).toEqual(['offline', 'ready', 'preview'])
})

it('hears from desks that somebody else is moving in the other order', async () => {
  const desks = await app.database.db.presence.findMany({ take: 2 })
  const pair = desks.map(({ userId }) => userId as UserId)
  const hold = (tx: Tx, userId: UserId) =>
    tx.$executeRaw`UPDATE presence SET since = since WHERE user_id = ${userId}::uuid`
  // Which of the two it takes first is PostgreSQL's choice: one of the two ways is the crossing one.
  for (const [mine, theirs] of [pair, pair.toReversed()] as [UserId, UserId][]) {
    app.clock.advance(1_000)
    const heard = await app.database.db.$transaction(
      async (tx) => {
        await hold(tx, theirs)
        const waits = app.staff.presence.markSeen(pair).then(
          () => 'heard',
          (error: unknown) => String(error),
        )
        // It has the other by now and waits for this one, longer than PostgreSQL lets two wait for each other.
        await wait(300)
        await hold(tx, mine)
        return { waits }
      },
      { timeout: 10_000 },
    )
    expect(await heard.waits).toBe('heard')
    expect((await app.staff.presence.read(app.database.db, mine)).seenAt).toEqual(app.clock.now())
  }
})
