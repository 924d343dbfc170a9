import { createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { listenToBus, readVersions, touch } from './bus.pg.ts'
import { createLog } from './log.machine.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

it('tells of a topic after its commit, with the version that the transaction raised', async () => {
  const heard: [string, number][] = []
  const bus = listenToBus(database.url, createLog('silent'), (topic, version) => heard.push([topic, version]))
  for (let tries = 0; heard.length === 0 && tries < 100; tries++) {
    await database.tx((tx) => touch(tx, ['wall', 'wall']))
    await wait(50)
  }
  await bus.close()
  const last = heard.at(-1)
  expect(last?.[0]).toBe('wall')
  expect((await readVersions(database.db, ['wall'])).get('wall')).toBeGreaterThanOrEqual(last?.[1] ?? Number.NaN)
})

it('raises at the end of a transaction, once, so that nobody waits for the topics of one that is still at work', async () => {
  const versionOf = async () => (await readVersions(database.db, ['wall'])).get('wall') ?? 0
  const before = await versionOf()
  let touched = () => {}
  let finish = () => {}
  const isTouched = new Promise<void>((done) => {
    touched = done
  })
  const mayFinish = new Promise<void>((done) => {
    finish = done
  })
  const slow = database.tx(async (tx) => {
    await touch(tx, ['wall'])
    await touch(tx, ['wall'])
    touched()
    await mayFinish
  })
  await isTouched
  await database.tx((tx) => touch(tx, ['wall']))
  expect(await versionOf()).toBe(before + 1)
  finish()
  await slow
  expect(await versionOf()).toBe(before + 2)
  const failed = database.tx(async (tx) => {
    await touch(tx, ['wall'])
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await versionOf()).toBe(before + 2)
})

it('tries again one by one while the database refuses it', async () => {
  let asked = 0
  const closing = (socket: Socket) => {
    asked++
    socket.destroy()
  }
  const nobody = createServer(closing)
  await new Promise<void>((done) => nobody.listen(0, '127.0.0.1', done))
  const address = nobody.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const bus = listenToBus(`postgresql://x:x@127.0.0.1:${port}/x`, createLog('silent'), () => {})
  await wait(2_700)
  await bus.close()
  await new Promise((done) => nobody.close(done))
  expect(asked).toBeGreaterThanOrEqual(2)
  expect(asked).toBeLessThanOrEqual(6)
})

it('listens again when its connection was ended', async () => {
  let heard = 0
  const bus = listenToBus(database.url, createLog('silent'), () => heard++)
  const admin = new pg.Client(inject('postgresUrl'))
  await admin.connect()
  const touchUntilHeard = async () => {
    const before = heard
    for (let tries = 0; heard === before && tries < 100; tries++) {
      await database.tx((tx) => touch(tx, ['wall']))
      await wait(50)
    }
    return heard > before
  }
  expect(await touchUntilHeard()).toBe(true)
  const ended = await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND query LIKE 'LISTEN%'`,
    [new URL(database.url).pathname.slice(1)],
  )
  expect(ended.rowCount).toBe(1)
  expect(await touchUntilHeard()).toBe(true)
  await admin.end()
  await bus.close()
})
