import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { addJob, prepareJobs, startJobs, takeTurn } from './jobs.pg.ts'
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

const until = async (what: () => boolean, withinMs = 20_000) => {
  for (let waited = 0; !what() && waited < withinMs; waited += 50) await wait(50)
  expect(what()).toBe(true)
}

it('runs a job once however many processes ask for it, and never two of a name at a time', async () => {
  const asks = () => Promise.all(Array.from({ length: 12 }, () => addJob(database.db, 'rescore')))
  await asks()
  let running = 0
  let most = 0
  let runs = 0
  let end = () => {}
  const rescore = async () => {
    runs++
    most = Math.max(most, ++running)
    await new Promise<void>((done) => {
      end = done
    })
    running--
  }
  const processes = await Promise.all([1, 2, 3].map(() => startJobs(database.url, createLog('silent'), { rescore })))
  await until(() => running === 1)
  // Whoever asks while it runs may have changed what it has read already: once more for all of them, after it.
  await asks()
  await wait(2_500) // every process has looked for work
  expect({ runs, most }).toEqual({ runs: 1, most: 1 })
  end()
  await until(() => runs === 2 && running === 1)
  end()
  await wait(2_500)
  expect({ runs, most }).toEqual({ runs: 2, most: 1 })
  await Promise.all(processes.map((jobs) => jobs.stop()))
})

it('takes over within seconds what a process was doing that is gone', async () => {
  vi.spyOn(console, 'trace').mockImplementation(() => {})
  const way = await createWay(new URL(database.url))
  const runs: string[] = []
  let end = () => {}
  const slow = async () => {
    runs.push('gone')
    await new Promise<void>((done) => {
      end = done
    })
  }
  const gone = await startJobs(way.url, createLog('silent'), { upload: slow })
  await addJob(database.db, 'upload')
  await until(() => runs.length === 1)
  const next = await startJobs(database.url, createLog('silent'), { upload: async () => void runs.push('survivor') })
  await wait(8_000)
  expect(runs).toEqual(['gone']) // slow is not dead
  way.cut() // what kill -9 does to its sessions
  await until(() => runs.length === 2, 15_000)
  expect(runs).toEqual(['gone', 'survivor'])
  end()
  await next.stop()
  await gone.stop()
  await way.close()
})

it('gives each turn to one process, and a turn that nobody saw begin to the next that looks', async () => {
  const night = (day: number) => new Date(Date.UTC(2026, 2, day))
  const take = (day: number) =>
    Promise.all(Array.from({ length: 6 }, () => database.tx((tx) => takeTurn(tx, 'nightly', night(day)))))
  expect((await take(1)).filter(Boolean)).toEqual(['first'])
  expect((await take(2)).filter(Boolean)).toEqual(['next'])
  expect((await take(2)).filter(Boolean)).toEqual([])
  expect((await take(5)).filter(Boolean)).toEqual(['next'])
  // A process whose clock is behind changes nothing.
  expect((await take(4)).filter(Boolean)).toEqual([])
})

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
