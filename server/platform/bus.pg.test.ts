import { createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { countTouches, listenToBus, readVersions, touch } from './bus.pg.ts'
import { createLog } from './log.machine.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const versionOf = async (topic: string) => (await readVersions(database.db, [topic])).get(topic)

it('tells of a topic after its commit', async () => {
  const heard: string[] = []
  const bus = listenToBus(database.url, createLog('silent'), (topic) => heard.push(topic))
  for (let tries = 0; heard.length === 0 && tries < 100; tries++) {
    await database.tx((tx) => touch(tx, ['wall', 'wall']))
    await wait(50)
  }
  await bus.close()
  expect(new Set(heard)).toEqual(new Set(['wall']))
})

it('counts each transaction once, and those that touch the same topic do not wait for each other', async () => {
  const before = (await versionOf('wall')) ?? 0
  const client = new pg.Client(database.url)
  await client.connect()
  await client.query(`BEGIN; INSERT INTO live_touch (topic) VALUES ('wall')`) // as one that touched and has not committed
  await database.tx(async (tx) => {
    await touch(tx, ['wall'])
    await touch(tx, ['wall', 'other'])
  })
  expect(await versionOf('wall')).toBe(before + 1)
  await client.query('COMMIT')
  expect(await versionOf('wall')).toBe(before + 2)
  await client.end()
  const failed = database.tx(async (tx) => {
    await touch(tx, ['wall'])
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await versionOf('wall')).toBe(before + 2)
  expect(await versionOf('never touched')).toBe(0)
})

it('never shows a version go back or a touch lost while touches are counted', async () => {
  let touching = true
  const seen: number[] = []
  const before = (await versionOf('busy')) ?? 0
  const writers = Array.from({ length: 4 }, async () => {
    for (let i = 0; i < 100; i++) await database.tx((tx) => touch(tx, ['busy']))
  })
  const counters = Array.from({ length: 2 }, async () => {
    while (touching) await countTouches(database.db)
  })
  const reader = (async () => {
    while (touching) seen.push((await versionOf('busy')) ?? 0)
  })()
  await Promise.all(writers)
  touching = false
  await Promise.all([...counters, reader])
  expect(await versionOf('busy')).toBe(before + 400)
  await countTouches(database.db)
  expect(await versionOf('busy')).toBe(before + 400)
  expect(await database.db.liveTouch.count({ where: { topic: 'busy' } })).toBe(0)
  expect(seen.length).toBeGreaterThan(10)
  expect(seen.every((version, i) => i === 0 || version >= (seen[i - 1] ?? 0))).toBe(true)
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
