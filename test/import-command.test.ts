import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from './harness/database.ts'

const ROOT = resolve(import.meta.dirname, '..')
const CDNOW = resolve(ROOT, '../shared/data/purchases/cdnow-sample.txt')
const run = promisify(execFile)

describe('npm run import', () => {
  let database: Awaited<ReturnType<typeof createTestDatabase>>
  let folder: string
  beforeEach(async () => {
    database = await createTestDatabase()
    folder = await mkdtemp(join(tmpdir(), 'bazgasht-import-'))
  })
  afterEach(async () => {
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  })

  const command = (script: string, ...args: string[]) =>
    run(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts', script), ...args], {
      cwd: ROOT,
      env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'error' },
    })

  it.skipIf(!existsSync(CDNOW))('ranks the lapsed customers of CDNOW (needs ../shared/data)', async () => {
    await command('cdnow-people.ts', CDNOW, folder)
    const files = ['--customers', join(folder, 'customers.csv'), '--purchases', join(folder, 'purchases.csv')]
    const { stdout } = await command(
      'import.ts',
      ...files,
      '--as-of',
      '1998-06-30',
      '--region',
      'US',
      '--currency',
      'USD',
    )
    expect(stdout).toContain('2357 rows: 2357 new')
    expect(stdout).toContain('6919 rows: 6919 new')
    const queue = stdout.split('The queue, best first (USD):\n')[1]?.trim().split('\n') ?? []
    expect(queue).toHaveLength(21)
    const minutes = queue.slice(1).map((line) => Number(/\s(\d[\d,]*\.\d\d)\s/.exec(line)?.[1]?.replaceAll(',', '')))
    expect(minutes).toEqual([...minutes].sort((a, b) => b - a))
    expect(minutes[0]).toBeGreaterThan(0)
    expect(await database.db.episode.count({ where: { closedAt: null, arm: 'holdout' } })).toBeGreaterThan(0)
  })

  it('says which option is wrong and writes nothing', async () => {
    await expect(command('import.ts', '--customers', 'x.csv', '--region', 'nowhere')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--region must be two capital letters'),
    })
  })

  it('says what is wrong with a file and ends with a failure', async () => {
    const path = join(folder, 'bad.csv')
    await writeFile(path, 'name,phone\nAli,0912\n')
    await expect(command('import.ts', '--customers', path)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('csv.missing-column'),
    })
    expect(await database.db.customer.count()).toBe(0)
  })
})
