import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { exists, findHome } from './embedded-home.process.ts'

const run = promisify(execFile)
const USER = 'bazgasht'
/** After a crash the last backends of the dead server must be gone first: PostgreSQL refuses to start beside them. */
const START_TRIES = 20
const TRY_AGAIN_MS = 1_000

/** PostgreSQL's own defaults suit a machine of 1996: the queue's tables of a million customers should stay in memory. */
const ROOMY = ['-c shared_buffers=512MB', '-c max_wal_size=4GB']

export type EmbeddedPostgres = { url: string; adopted: boolean; stop: () => Promise<void> }
const findFreePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no free port'))))
    })
  })

/** Whether somebody is there: 'refused' is nobody, 'silent' may be one who is busy. */
async function knock(url: string): Promise<'answers' | 'refused' | 'silent'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return 'answers'
  } catch (error) {
    if (error instanceof pg.DatabaseError) return 'answers' // it is starting up, or full
    return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'silent'
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * A real PostgreSQL below `dataDir`, kept between starts. One that a killed server left running is adopted by its
 * pid file; one that died is recovered from its log by PostgreSQL itself. `flags` go to postgres (`-c fsync=off`).
 */
export async function startEmbeddedPostgres(dataDir: string, flags: string[] = []): Promise<EmbeddedPostgres> {
  const { binaries, identity, root } = await findHome(dataDir)
  const { pg_ctl, initdb } = binaries
  const cluster = resolve(root, 'cluster')
  const secret = resolve(root, 'password')
  const asPostgres = (file: string, args: string[]) => run(file, args, { ...identity, cwd: root, timeout: 120_000 })

  await mkdir(root, { recursive: true })
  if (identity.uid !== undefined && identity.gid !== undefined) await chown(root, identity.uid, identity.gid)
  if (!(await exists(resolve(cluster, 'PG_VERSION')))) {
    await rm(cluster, { recursive: true, force: true }) // a half-made cluster of an interrupted first start
    await writeFile(secret, randomBytes(24).toString('hex'), { mode: 0o600 })
    if (identity.uid !== undefined && identity.gid !== undefined) await chown(secret, identity.uid, identity.gid)
    await asPostgres(initdb, [
      '-D',
      cluster,
      '-U',
      USER,
      `--pwfile=${secret}`,
      '--auth=scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ])
  }

  const password = await readFile(secret, 'utf8')
  const readUrl = async (): Promise<string> => {
    const port = (await readFile(resolve(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3]?.trim()
    return `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`
  }
  const isRunning = () =>
    asPostgres(pg_ctl, ['-D', cluster, 'status']).then(
      () => true,
      () => false,
    )
  const start = async (): Promise<void> => {
    await rm(resolve(cluster, 'postmaster.pid'), { force: true }) // left by a machine that lost power; nobody runs, or answers, by it
    const options = [
      `-p ${await findFreePort()}`,
      '-c listen_addresses=127.0.0.1',
      `-c unix_socket_directories=`,
      '-c max_connections=200',
      ...ROOMY,
      ...flags,
    ].join(' ')
    const log = resolve(root, 'postgres.log')
    await asPostgres(pg_ctl, ['-D', cluster, '-w', '-t', '60', '-l', log, '-o', options, 'start'])
  }

  // One that was killed a moment ago may still be listed: only who answers is adopted, and only who refuses twice is dead.
  let adopted = false
  for (let tries = 1, refusals = 0; ; tries++) {
    const heard = (await isRunning()) ? await knock(await readUrl()) : 'gone'
    adopted = heard === 'answers'
    if (adopted) break
    if (heard === 'refused') refusals++
    try {
      if (heard === 'silent' || (heard === 'refused' && refusals < 2)) throw new Error(`PostgreSQL is ${heard}`)
      await start()
      break
    } catch (error) {
      if (tries >= START_TRIES) throw error
      await wait(TRY_AGAIN_MS)
    }
  }
  return {
    url: await readUrl(),
    adopted,
    stop: async () => {
      await asPostgres(pg_ctl, ['-D', cluster, '-m', 'fast', '-w', '-t', '60', 'stop']).catch(() => {})
    },
  }
}
