import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClock } from '../../server/platform/clock.machine.ts'
import type { Clock, ClockSetting } from '../../server/platform/clock.ts'
import { type Database, openDatabase } from '../../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { applyMigrations } from '../../server/platform/migrations.pg.ts'
import { openScreens, type Screen } from '../../test/harness/crowd.ts'
import { type Signed, seedStaff } from '../../test/harness/desks.ts'
import { clockFrom, findFreePort } from '../../test/harness/house.ts'
import { type ServerProcess, startServer } from '../../test/harness/server-process.ts'
import { type Carrier, startCarrier } from '../carrier/carrier.ts'
import { WILLING } from '../carrier/people/persona.ts'

const MONDAY_NOON_IN_TASHKENT = '2026-03-02T07:00:00Z'
const CONNECTIONS = 20

export type LiveHouse = {
  url: string
  server: ServerProcess
  /** Of this process, beside the server's own. */
  database: Database
  clock: Clock
  account: { accountSid: string; authToken: string }
  /** The phone network, when asked for. */
  carrier: Carrier | null
  sessionSecret: string
  /** Fresh agents on break, each with her desk open. */
  openDesks: (count: number) => Promise<{ agents: Signed[]; screens: Screen[] }>
  close: () => Promise<void>
}

async function openNetwork(account: LiveHouse['account'], clock: ClockSetting) {
  const carrier = await startCarrier({
    ...{ account: account.accountSid, token: account.authToken, personaFor: () => WILLING },
    ...{ clock, callsPerSecond: 1_000 },
  })
  const env = {
    ...{ TWILIO_ACCOUNT_SID: account.accountSid, TWILIO_AUTH_TOKEN: account.authToken },
    ...{ TWILIO_API_BASE_URL: carrier.url, TWILIO_FROM: '+15005550006', TWILIO_CALLS_PER_SECOND: '100' },
  }
  return { env, carrier }
}

/** One real server process on a PostgreSQL that keeps what it acknowledges, at noon; the simulated phone network beside it when asked for. */
export async function openLiveHouse({ carried = false } = {}): Promise<LiveHouse> {
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-bench-'))
  await chmod(dir, 0o755) // as root, PostgreSQL runs as another user who must be able to enter
  const setting: ClockSetting = clockFrom(MONDAY_NOON_IN_TASHKENT)
  const account = { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') }
  const sessionSecret = randomBytes(32).toString('hex')
  const opened: (() => Promise<void>)[] = [() => rm(dir, { recursive: true, force: true })]
  const close = async () => {
    for (const shut of opened.reverse()) await shut()
  }
  try {
    const postgres = await startEmbeddedPostgres(dir)
    opened.push(postgres.stop)
    await applyMigrations(postgres.url)
    const network = carried ? await openNetwork(account, setting) : null
    if (network) opened.push(network.carrier.close)
    const port = await findFreePort()
    const server = await startServer(
      {
        ...{ NODE_ENV: 'test', DATABASE_URL: postgres.url, DATA_DIR: join(dir, 'data'), SESSION_SECRET: sessionSecret },
        ...{
          PORT: String(port),
          PUBLIC_BASE_URL: `http://127.0.0.1:${port}`,
          LOG_LEVEL: 'error',
          CLOCK: JSON.stringify(setting),
        },
        ...network?.env,
      },
      { probed: true },
    )
    opened.push(server.kill)
    const database = openDatabase(postgres.url, CONNECTIONS)
    opened.push(database.close)
    const clock = createClock(setting)
    return {
      ...{ url: server.url, server, database, clock, account, sessionSecret, close },
      carrier: network?.carrier ?? null,
      openDesks: async (count) => {
        const agents = await seedStaff(database, { count, role: 'agent', now: clock.now(), sessionSecret })
        return { agents, screens: await openScreens(server.url, agents) }
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}
