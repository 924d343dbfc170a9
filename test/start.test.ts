import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFreePort } from './harness/house.ts'
import { type ServerProcess, startServer } from './harness/server-process.ts'

const run = promisify(execFile)
const NOBODY = 65_534
const PASSWORD = 'a lantern over the river'

const mainWith = (env: Record<string, string>) =>
  run(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: { PATH: process.env.PATH, ...env },
    timeout: 30_000,
  }).then(
    () => ({ code: 0, printed: '' }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      printed: stdout + stderr,
    }),
  )

const tokenOf = (printed: string): string | undefined => /one-time token:\s+(\S+)/.exec(printed)?.[1]
/** It is printed a moment after the address. */
async function readToken(server: ServerProcess): Promise<string> {
  await expect.poll(() => tokenOf(server.printed())).toBeDefined()
  return tokenOf(server.printed()) ?? ''
}
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

async function makeHome(): Promise<{ dir: string; env: Record<string, string>; remove: () => Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-start-'))
  await chmod(dir, 0o755) // as a folder of one's own is; root's PostgreSQL runs as another user
  const env = { NODE_ENV: 'test', LOG_LEVEL: 'error', DATA_DIR: dir, PORT: String(await findFreePort()) }
  const remove = async () => {
    // A test that failed half-way leaves no database behind.
    const pid = await postgresOf(dir).catch(() => 0)
    if (pid > 0 && isAlive(pid)) process.kill(pid, 'SIGQUIT')
    await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  return { dir, env, remove }
}

const pidFile = (dir: string) => readFile(join(dir, 'postgres/cluster/postmaster.pid'), 'utf8')
const postgresOf = async (dir: string): Promise<number> => Number((await pidFile(dir)).split('\n')[0])

async function countUsers(dir: string): Promise<number> {
  const port = Number((await pidFile(dir)).split('\n')[3])
  const password = await readFile(join(dir, 'postgres/password'), 'utf8')
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'bazgasht', password, database: 'postgres' })
  await client.connect()
  try {
    const { rows } = await client.query<{ users: number }>('SELECT count(*)::int AS users FROM app_user')
    return rows[0]?.users ?? -1
  } finally {
    await client.end()
  }
}

it('names every fault of the configuration at once, and does not start', async () => {
  const { code, printed } = await mainWith({ PORT: 'eleven', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://here' })
  expect(code).toBe(1)
  for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL']) expect(printed).toContain(`${name}: `)
})

describe('the first start, and those after it', () => {
  let home: Awaited<ReturnType<typeof makeHome>>
  let server: ServerProcess
  let cookie = ''
  beforeAll(async () => {
    home = await makeHome()
    server = await startServer(home.env)
  })
  afterAll(async () => {
    await server?.stop()
    await home?.remove()
  })

  const ask = (method: 'GET' | 'POST', path: string, body?: object) =>
    fetch(`${server.url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', origin: server.url.replace('127.0.0.1', 'localhost'), cookie },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const status = async () => (await ask('GET', '/session/status')).json()
  const setUp = (token: string, email: string) =>
    ask('POST', '/session/setup', { token, name: 'Omid', email, password: PASSWORD })

  it('has no account to guess, and makes the first administrator once, against the token on the console', async () => {
    expect(await countUsers(home.dir)).toBe(0)
    expect(await status()).toEqual({ setup: true, me: null })
    const token = await readToken(server)
    expect((await setUp('a guess', 'guess@example.test')).status).toBe(403)
    const made = await setUp(token, 'omid@example.test')
    expect(made.status).toBe(200)
    expect(await made.json()).toMatchObject({ role: 'admin', email: 'omid@example.test' })
    cookie = made.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect((await setUp(token, 'second@example.test')).status).toBe(403)
    expect(await countUsers(home.dir)).toBe(1)
    expect(await status()).toMatchObject({ setup: false, me: { email: 'omid@example.test' } })
  })

  it('adopts the database of a server that was killed, with what was in it, and knows who was signed in', async () => {
    const postgres = await postgresOf(home.dir)
    await server.kill()
    expect(isAlive(postgres)).toBe(true)
    server = await startServer(home.env)
    expect(await postgresOf(home.dir)).toBe(postgres)
    expect(tokenOf(server.printed())).toBeUndefined()
    expect(await countUsers(home.dir)).toBe(1)
    expect(await status()).toMatchObject({ setup: false, me: { email: 'omid@example.test' } })
  })

  it('stops with everything that it started, and starts again where it was', async () => {
    const postgres = await postgresOf(home.dir)
    await server.stop()
    await expect.poll(() => isAlive(postgres), { timeout: 5_000 }).toBe(false) // its pid file goes a moment before it
    await expect(fetch(`${server.url}/api/session/status`)).rejects.toThrow()
    server = await startServer(home.env)
    expect(tokenOf(server.printed())).toBeUndefined()
    expect(await status()).toMatchObject({ setup: false, me: { email: 'omid@example.test' } })
  })
})

// Whoever is not root runs all of the above as an ordinary user already.
it.runIf(process.getuid?.() === 0)('starts for an ordinary user as well, who owns all of it', async (test) => {
  const ordinary = { uid: NOBODY, gid: NOBODY }
  const main = join(import.meta.dirname, '../server/main.ts')
  const mayRead = await run('test', ['-r', main], { ...ordinary, cwd: '/' }).then(
    () => true,
    () => false,
  )
  if (!mayRead) test.skip('the checkout lies below a folder that is private to root')
  const home = await makeHome()
  await chown(home.dir, NOBODY, NOBODY)
  const server = await startServer({ ...home.env, HOME: home.dir }, ordinary)
  try {
    expect(await readToken(server)).not.toBe('')
    const owner = (await run('ps', ['-o', 'uid=', '-p', String(await postgresOf(home.dir))])).stdout
    expect(Number(owner)).toBe(NOBODY)
  } finally {
    await server.stop()
    await home.remove()
  }
})
