import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserId } from '#contract/ids'
import { createSteppedClock } from '../../../test/harness/clock.ts'
import { createTestDatabase } from '../../../test/harness/database.ts'
import { createLog } from '../../platform/log.machine.ts'
import { createErasedKeys } from '../erasure/erased-keys.store.ts'
import { createPeople, type People } from '../people.service.ts'
import { settleMapping } from './csv-header.ts'
import { openCsv } from './csv-source.file.ts'
import { importRows, LostRun, type RunInput } from './import-run.service.ts'
import { addRun, type Progress, readStored } from './import-runs.store.ts'

/** The machine may have other work. */
const PATIENT = { timeout: 20_000 }
const OWNER = '00000000-0000-4000-8000-0000000000aa'
const OTHER = '00000000-0000-4000-8000-0000000000bb'
const SOMEBODY = '00000000-0000-4000-8000-0000000000cc' as UserId
const ID = '00000000-0000-4000-8000-0000000000dd'
const house = { region: 'IR', zone: 'Asia/Tehran', currency: 'IRR' }
const START: Progress = {
  ...{ bytesRead: 0, rowsRead: 0, rowsNew: 0, rowsChanged: 0, rowsSame: 0, rowsFaulty: 0, faultCounts: {} },
  ...{ part: 0, position: 0, latestAt: null },
}
const ROWS = 17_000

let database: Awaited<ReturnType<typeof createTestDatabase>>
let folder: string
let all: People[] = []
const clock = createSteppedClock('2026-07-01T12:00:00Z')

beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'bazgasht-resume-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})
afterEach(async () => {
  await Promise.all(all.map((one) => one.stop()))
  all = []
})
beforeEach(async () => {
  await database.db.$executeRaw`TRUNCATE customer, purchase, import_run, import_fault, episode CASCADE`
  clock.set('2026-07-01T12:00:00Z')
  for (const id of ['1', '2', '3'])
    await database.db.customer.create({
      data: {
        ...{ id: `00000000-0000-4000-8000-00000000000${id}`, householdId: SOMEBODY, externalId: id },
        ...{ name: 'A', searchName: 'a', attributes: {}, createdAt: clock.now() },
      },
    })
})

/** As another server process has it. */
function process(): People {
  const one = createPeople({
    ...{ database, clock, dataDir: folder, log: createLog('silent'), events: { emit: () => {} } },
    programme: { installation: async () => house, setCompleteThrough: async () => {} },
    afterImport: async () => {},
  })
  all.push(one)
  return one
}

/** Orders with one row, with several, with the same row twice, without a number, and rows at fault. */
const fileOf = (rows: number): string => {
  const lines = ['external_id,order_id,date,amount']
  for (let i = 0; i < rows; i++) {
    const order = i % 7 === 0 ? '' : `o${Math.floor(i / (i % 5 === 0 ? 900 : 1))}`
    lines.push(
      `${i % 1_000 === 999 ? 'nobody' : (i % 3) + 1},${order},2026-0${1 + (i % 6)}-02,${i % 500 === 77 ? 'x' : i % 11}`,
    )
  }
  return `${lines.join('\n')}\n`
}
const upload = (people: People, text: string) => {
  const body = Buffer.from(text)
  return people.start(Readable.from([body]), body.length, { kind: 'purchases', fileName: 'p.csv' })
}
const stands = (id: string) => readStored(database.db, id)
const bought = async () =>
  (
    await database.db.purchase.findMany({
      select: { customerId: true, key: true, at: true, amountMinor: true },
      orderBy: [{ customerId: 'asc' }, { key: 'asc' }],
    })
  ).map(({ customerId, key, at, amountMinor }) => `${customerId} ${key} ${at.toISOString()} ${amountMinor}`)
const countsOf = ({ rowsRead, rowsNew, rowsChanged, rowsSame, rowsFaulty, faultCounts }: Progress) => ({
  ...{ rowsRead, rowsNew, rowsChanged, rowsSame, rowsFaulty, faultCounts },
})

/** Imports a file in so many parts, stopped and gone on with after each of `stops` batches. */
async function importIn(parts: number, stops: readonly number[]) {
  await database.db.$executeRaw`TRUNCATE purchase, import_run, import_fault CASCADE`
  const path = join(folder, 'parts.csv')
  await writeFile(path, fileOf(ROWS))
  const source = await openCsv(path)
  const { header } = settleMapping('purchases', source.headers, null)
  await addRun(database.db, {
    ...{ id: ID, kind: 'purchases', fileName: 'p.csv', bytesTotal: source.bytesTotal, startedBy: null },
    ...{ startedAt: clock.now(), owner: OWNER },
    mapping: { columns: header.mapping, headers: header.headers, encoding: 'utf-8', delimiter: ',' },
    source: { kept: false, region: null, asOf: null, delimiter: null, noHeader: false },
  })
  const settings = { region: 'IR', zone: 'Asia/Tehran', currency: 'IRR' }
  const input: Omit<RunInput, 'from' | 'isStopping'> = {
    ...{ id: ID, owner: OWNER, kind: 'purchases', source, header, settings, parts },
  }
  for (const batches of [...stops, Number.POSITIVE_INFINITY]) {
    let left = batches
    const { progress } = await stands(ID)
    await importRows(
      { database, clock, keys: createErasedKeys(null) },
      { ...input, from: progress, progress: () => left--, isStopping: () => left <= 0 },
    ).catch((error) => {
      if (batches === Number.POSITIVE_INFINITY) throw error
    })
  }
  return { counts: countsOf((await stands(ID)).progress), rows: await bought() }
}

describe('a file', () => {
  it('comes to the same whether read at once, in parts, or stopped between batches and gone on with', {
    timeout: 180_000,
  }, async () => {
    const whole = await importIn(1, [])
    expect(whole.counts.rowsRead).toBe(ROWS)
    expect(whole.counts.rowsSame).toBeGreaterThan(0)
    expect(whole.rows).toHaveLength(whole.counts.rowsNew)
    for (const [parts, stops] of [
      [1, [1, 1]],
      [3, [2, 1, 3]],
    ] as const)
      expect(await importIn(parts, stops)).toEqual(whole)
  })

  it('writes nothing more once the run is another process’s', async () => {
    await importIn(1, [])
    const rows = await bought()
    await database.db.importRun.update({ where: { id: ID }, data: { owner: OTHER, state: 'running' } })
    await database.db.$executeRaw`DELETE FROM purchase`
    const path = join(folder, 'parts.csv')
    const source = await openCsv(path)
    const { header } = settleMapping('purchases', source.headers, null)
    const input = { id: ID, owner: OWNER, kind: 'purchases', source, header, settings: house } as const
    const again = importRows(
      { database, clock, keys: createErasedKeys(null) },
      { ...input, from: START, isStopping: () => false },
    )
    await expect(again).rejects.toBeInstanceOf(LostRun)
    expect(await bought()).toEqual([])
    expect(rows.length).toBeGreaterThan(0)
    await database.db.$executeRaw`TRUNCATE import_run, import_fault CASCADE`
  })
})

describe('an upload', () => {
  it('is gone on with by the next process when its own stops, and no row comes twice', async () => {
    const first = process()
    const { id } = await upload(first, fileOf(ROWS))
    await expect
      .poll(async () => (await stands(id)).progress.rowsRead, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(0)
    await first.stop()
    const half = (await stands(id)).progress.rowsRead
    expect(half).toBeLessThan(ROWS)
    expect(await first.read(id)).toMatchObject({ state: 'running', resumes: 0 })
    const second = process()
    await second.recoverImports()
    await expect.poll(async () => (await second.read(id)).state, { timeout: 30_000 }).toBe('done')
    const run = await second.read(id)
    expect(run).toMatchObject({ rowsRead: ROWS, resumes: 1 })
    expect(await database.db.purchase.count()).toBe(run.rowsNew)
    await expect.poll(() => readdir(join(folder, 'imports')), PATIENT).toEqual([])
  })

  it('is left to its process while that says that it lives, and taken over once it is silent', async () => {
    const first = process()
    const { id } = await upload(first, fileOf(50))
    await expect.poll(async () => (await first.read(id)).state, PATIENT).toBe('done')
    const path = join(folder, 'imports', `${id}.csv`)
    await writeFile(path, fileOf(50))
    const dead = { state: 'running', owner: OTHER, beatAt: clock.now(), finishedAt: null }
    await database.db.importRun.update({ where: { id }, data: dead })
    clock.advance(14_000)
    await first.tendImports()
    expect(await first.read(id)).toMatchObject({ state: 'running', resumes: 0 })
    clock.advance(2_000)
    await Promise.all([first.tendImports(), process().tendImports()])
    await expect.poll(async () => (await first.read(id)).state, PATIENT).toBe('done')
    expect(await first.read(id)).toMatchObject({ rowsRead: 50, resumes: 1 })
  })

  it('that is only just being entered is nobody’s orphan', async () => {
    const first = process()
    const path = join(folder, 'small.csv')
    await writeFile(path, fileOf(2))
    let importing = true
    const tending = (async () => {
      while (importing) await first.tendImports()
    })()
    const ended: string[] = []
    for (let i = 0; i < 25; i++)
      ended.push((await first.importFile({ kind: 'purchases', path, fileName: 'small.csv' })).state)
    importing = false
    await tending
    expect(new Set(ended)).toEqual(new Set(['done']))
  })

  it('whose machine does not come back has failed after ten minutes', async () => {
    const first = process()
    const { id } = await upload(first, fileOf(50))
    await expect.poll(async () => (await first.read(id)).state, PATIENT).toBe('done')
    const dead = { state: 'running', owner: OTHER, beatAt: clock.now(), finishedAt: null }
    await database.db.importRun.update({ where: { id }, data: dead })
    clock.advance(599_000)
    await first.tendImports()
    expect((await first.read(id)).state).toBe('running')
    clock.advance(2_000)
    await first.tendImports()
    expect(await first.read(id)).toMatchObject({ state: 'failed', problem: { code: 'import.file-gone' } })
  })

  it('is cancelled wherever it goes on; what was imported stays and is said', async () => {
    const [first, second] = [process(), process()]
    const { id } = await upload(first, fileOf(ROWS))
    await expect
      .poll(async () => (await stands(id)).progress.rowsRead, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(0)
    const cancelled = await second.cancel(id, SOMEBODY)
    expect(cancelled.state).toBe('cancelled')
    await expect.poll(() => readdir(join(folder, 'imports')), PATIENT).toEqual([])
    const run = await first.read(id)
    expect(run).toEqual(cancelled)
    expect(run.rowsRead).toBeLessThan(ROWS)
    expect(await database.db.purchase.count()).toBe(run.rowsNew)
    await expect(first.cancel(id, SOMEBODY)).rejects.toMatchObject({ status: 409, problem: { code: 'import.over' } })
    expect(await database.db.auditLine.count({ where: { action: 'import.cancelled' } })).toBe(1)
    // The next in line is not held up.
    const next = await upload(first, fileOf(50))
    await expect.poll(async () => (await first.read(next.id)).state, PATIENT).toBe('done')
  })
})
