import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { performance } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CustomerId } from '#contract/ids'
import { prepareJobs } from '../platform/jobs.pg.ts'
import { openPlainSql } from '../platform/plain-sql.pg.ts'
import { StoppedRescore } from './fit-base.service.ts'
import { createTestBase, crowd, daysAgo, NOW, type TestBase, TOWN } from './ranking.test-base.ts'
import { createRescore } from './rescore.service.ts'
import { LostRescore, performRun } from './rescore-run.service.ts'
import { packRun, RUN_FORMAT } from './run.ts'

const LATER = new Date(NOW.getTime() + 3_600_000)
const OTHER = '00000000-0000-4000-8000-0000000000aa'

let base: TestBase
beforeAll(async () => {
  base = await createTestBase()
  await prepareJobs(base.url)
})
afterAll(() => base.drop())
beforeEach(() => base.renew())

/** What a run made of everybody, whatever ids it gave. */
const numbers = async () =>
  (await base.seen()).map(({ episode: { id: _, ...episode }, score }) => {
    const { episodeId: __, modelId: ___, ...rest } = score ?? { episodeId: '', modelId: '' }
    return { ...episode, rest }
  })
const forget = () => base.db.$executeRaw`TRUNCATE episode, score, rescore_run CASCADE`
const runs = () => base.db.rescoreRun.findMany({ orderBy: { beganAt: 'asc' } })

/** Another server process begins a run and is killed in the midst of it. */
async function killHalfway(): Promise<void> {
  const args = ['--import', 'tsx', 'test/harness/rescore-process.ts', base.url, NOW.toISOString(), '1']
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const gone = once(child, 'exit')
  while (((await runs())[0]?.done ?? 0) < 20) {
    if (child.exitCode !== null) throw new Error('it ended by itself')
    await wait(5)
  }
  child.kill('SIGKILL')
  await gone
}

describe('a run', () => {
  it('is gone on with where a killed process left it, as of the same instant, and comes to the same', async () => {
    await base.addPeople(TOWN)
    const whole = await base.start().rescoreAll(NOW)
    const expected = await numbers()
    await forget()
    await killHalfway()
    const left = (await runs())[0]
    expect(left).toMatchObject({ state: 'running', phase: 'score', resumes: 0 })
    expect(left?.done).toBeLessThan(TOWN.length)
    const done = await base.start().rescoreAsked(LATER)
    expect(done).toEqual(whole)
    expect(await numbers()).toEqual(expected)
    expect(await runs()).toMatchObject([{ id: left?.id, state: 'done', resumes: 1, done: TOWN.length, run: null }])
  })

  it('is given up between pages when its process stops, and writes nothing once it is another’s', async () => {
    await base.addPeople(TOWN)
    const first = base.start(1)
    const running = first.rescoreAll(NOW)
    while (((await runs())[0]?.done ?? 0) < 5) await wait(5)
    await Promise.all([first.stop(), expect(running).rejects.toBeInstanceOf(StoppedRescore)])
    const [left] = await runs()
    expect(left).toMatchObject({ state: 'running' })
    expect(left?.done).toBeLessThan(TOWN.length)
    const held = { id: left?.id ?? '', owner: left?.owner ?? '' }
    const plain = openPlainSql(base.url, 2)
    try {
      let pages = 0
      const slow = performRun(plain, held, {
        pageSize: 10,
        isStopping: () => {
          if (++pages === 3) void base.db.rescoreRun.updateMany({ data: { owner: OTHER } }).then(() => {})
          return false
        },
      })
      await expect(slow).rejects.toBeInstanceOf(LostRescore)
    } finally {
      await plain.close()
    }
    const [taken] = await runs()
    expect(taken?.done).toBeLessThan(TOWN.length)
    await base.start().rescoreAsked(LATER)
    expect((await runs())[0]).toMatchObject({ state: 'done', done: TOWN.length })
  })

  it('is made once by two processes that are asked at the same time, and by none when nobody asks', async () => {
    await base.addPeople(TOWN)
    expect(await base.start().rescoreAsked(NOW)).toBeNull()
    for (let n = 0; n < 3; n++) await base.db.$transaction((tx) => base.start().ask(tx))
    const done = await Promise.all([base.start().rescoreAsked(NOW), base.start().rescoreAsked(LATER)])
    expect(done.filter((one) => one !== null)).toHaveLength(1)
    expect(await runs()).toHaveLength(1)
    expect(await base.start().rescoreAsked(LATER)).toBeNull()
  })

  it('is made anew for what was asked after it began', async () => {
    await base.addPeople(TOWN)
    const ranking = base.start(1)
    await base.db.$transaction((tx) => ranking.ask(tx))
    const first = ranking.rescoreAsked(NOW)
    while ((await runs()).length === 0) await wait(5)
    await base.db.$transaction((tx) => ranking.ask(tx))
    await first
    expect(await base.start().rescoreAsked(LATER)).toMatchObject({ customers: TOWN.length })
    expect(await runs()).toMatchObject([{ scoredAsOf: NOW }, { scoredAsOf: LATER }])
  })

  it('leaves to the next what was asked while it read how things stand', async () => {
    const { database } = base
    const rescore = createRescore({
      ...{ database, clock: { now: () => NOW }, events: { emit: () => {} }, log: { info: () => {}, error: () => {} } },
      readHouse: async () => {
        await database.db.$transaction((tx) => rescore.ask(tx))
        return null
      },
    })
    await database.db.$transaction((tx) => rescore.ask(tx))
    expect(await rescore.rescoreAsked(NOW)).toMatchObject({ skipped: 'no-complete-through' })
    expect(await database.db.rescoreAsk.count()).toBe(1)
  })

  it('that fails again and again, or that another program began, is over, and the next begins anew', async () => {
    await base.addPeople(TOWN)
    const left = { state: 'running', phase: 'score', scoredAsOf: daysAgo(1), beganAt: daysAgo(1), total: 180, done: 3 }
    const readable = packRun({ format: RUN_FORMAT, run: { settings: {} } }) as object
    for (const [resumes, run] of [
      [5, readable],
      [0, { format: RUN_FORMAT - 1 }],
    ] as const) {
      await forget()
      await base.db.rescoreRun.create({ data: { ...left, id: OTHER, counts: {}, notes: [], resumes, run } })
      expect(await base.start().rescoreAsked(NOW)).toMatchObject({ customers: TOWN.length })
      expect(await runs()).toMatchObject([{ id: OTHER, state: 'failed' }, { state: 'done' }])
    }
  })

  it('gives way to whoever holds a customer of one page and wants one of the next, which is written meanwhile', async () => {
    await base.addPeople(crowd('silent', 40, 25, 200))
    await base.start().rescoreAll(NOW)
    const [first, second] = await base.db.score.findMany({ orderBy: { customerId: 'asc' }, take: 2 })
    const take = (tx: Pick<typeof base.db, '$executeRaw'>, of?: { episodeId: string }) =>
      tx.$executeRaw`UPDATE score SET zone = 'Asia/Tehran' WHERE episode_id = ${of?.episodeId}::uuid`
    const isHeld = async () => {
      const free = await base.db.$queryRaw<
        unknown[]
      >`SELECT 1 FROM score WHERE episode_id = ${second?.episodeId}::uuid FOR UPDATE SKIP LOCKED`
      return free.length === 0
    }
    let running: Promise<unknown> = Promise.resolve()
    await base.db.$transaction(
      async (tx) => {
        await take(tx, first)
        running = base.start(1).rescoreAll(LATER)
        while (!(await isHeld())) await wait(5)
        expect(await take(tx, second)).toBe(1)
      },
      { timeout: 30_000 },
    )
    await running
    expect(await base.db.score.count({ where: { scoredAt: LATER } })).toBe(40)
    expect((await runs()).at(-1)).toMatchObject({ state: 'done', done: 40, counts: { scored: 40 } })
  })

  it('tells how far it has come', async () => {
    await base.addPeople(TOWN)
    const ranking = base.start(1)
    expect(await ranking.progress(base.db)).toBeNull()
    const running = ranking.rescoreAll(NOW)
    while ((await ranking.progress(base.db))?.phase !== 'fit') await wait(2)
    expect(await ranking.progress(base.db)).toMatchObject({
      total: TOWN.length,
      done: 0,
      beganAt: NOW,
      finishedAt: null,
    })
    while (((await ranking.progress(base.db))?.done ?? 0) < 10) await wait(2)
    expect(await ranking.progress(base.db)).toMatchObject({ state: 'running', phase: 'score' })
    const { scored } = await running
    expect(await ranking.progress(base.db)).toMatchObject({
      ...{ state: 'done', done: TOWN.length, finishedAt: NOW, skipped: null, notes: ['unaided.model'] },
      counts: { scored },
    })
  })

  it('leaves the thread that serves requests to others', async () => {
    await base.addPeople([...TOWN, ...crowd('more', 800, 20, 150)])
    const before = performance.eventLoopUtilization()
    await base.start(100).rescoreAll(NOW)
    const here = performance.eventLoopUtilization(before)
    await forget()
    const between = performance.eventLoopUtilization()
    await base.start(100, true).rescoreAll(NOW)
    const aside = performance.eventLoopUtilization(between)
    expect(here.utilization).toBeGreaterThan(0.5) // control: the same without a thread
    expect(aside.active).toBeLessThan(here.active / 4)
  })
})

describe('a customer', () => {
  it('who is scored by herself gets exactly what a run of the whole base would give her', async () => {
    const ids = await base.addPeople(TOWN)
    const ranking = base.start()
    const [id = '', other = ''] = [ids.get('silent5'), ids.get('silent6')]
    const alone = (whom: string) => ranking.rescoreCustomers(base.db, [whom as CustomerId], LATER)
    expect(await alone(id)).toBe(0) // no model stands
    await ranking.rescoreAll(NOW)
    const before = await base.scoresOf(id)
    await base.db.complaint.create({
      data: { id: OTHER, customerId: id, key: '1', openedAt: daysAgo(210), status: 'solved', text: '' },
    })
    await base.db.$executeRaw`DELETE FROM score WHERE customer_id = ${other}::uuid`
    expect(await alone(id)).toBe(1)
    expect(await alone(other)).toBe(1)
    const own = [await base.scoresOf(id), await base.scoresOf(other)]
    expect(own[0]).not.toEqual(before)
    expect(own[0]?.[0]?.scoredAt).toEqual(LATER)
    await ranking.rescoreAll(LATER)
    expect([await base.scoresOf(id), await base.scoresOf(other)]).toEqual(own)
    expect(await base.db.rankingModel.count()).toBe(1)
  })

  it('whose scoring fails keeps what was recorded', async () => {
    const told: unknown[] = []
    const ranking = base.start(500, false, (fact) => void told.push(fact))
    await base.addPeople(TOWN)
    await ranking.rescoreAll(NOW)
    await ranking.rescoreAfter(['no id' as CustomerId], LATER)
    expect(told).toHaveLength(1)
  })
})
