import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { addJob, prepareJobs, startJobs } from './jobs.pg.ts'
import { createLog } from './log.machine.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
  await prepareJobs(database.url)
})
afterAll(() => database.drop())

/** A way to the database that can be cut. */
async function createWay(to: URL) {
  let open = true
  const sockets = new Set<Socket>()
  const way = createServer((near) => {
    if (!open) return void near.destroy()
    const far = connect(Number(to.port), to.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((done) => way.listen(0, '127.0.0.1', done))
  const address = way.address()
  const url = new URL(to)
  url.hostname = '127.0.0.1'
  url.port = String(address && typeof address === 'object' ? address.port : 0)
  return {
    url: url.href,
    cut: () => {
      open = false
      for (const socket of sockets) socket.destroy()
    },
    mend: () => {
      open = true
    },
    close: () => new Promise((done) => way.close(done)),
  }
}

it('goes on with its jobs, and runs the interrupted ones again, after the database was away while they ran', async () => {
  vi.spyOn(console, 'trace').mockImplementation(() => {}) // graphile-worker's, beside its log
  const way = await createWay(new URL(database.url))
  const runs: string[] = []
  const ends: (() => void)[] = []
  const work = (name: string) => async () => {
    runs.push(name)
    if (runs.length <= 2) await new Promise<void>((end) => ends.push(end))
  }
  const jobs = await startJobs(way.url, createLog('silent'), { one: work('one'), two: work('two') })
  const until = async (what: () => boolean) => {
    for (let waited = 0; !what() && waited < 20_000; waited += 50) await wait(50)
    expect(what()).toBe(true)
  }
  await addJob(database.db, 'one')
  await addJob(database.db, 'two')
  await until(() => ends.length === 2)

  way.cut()
  for (const end of ends) end()
  await wait(3_000) // both workers have found nobody to tell
  way.mend()
  await until(() => runs.length === 4)
  expect(runs.slice(2).sort()).toEqual(['one', 'two'])
  await addJob(database.db, 'one')
  await until(() => runs.length === 5)

  await jobs.stop()
  way.cut()
  await way.close()
})
