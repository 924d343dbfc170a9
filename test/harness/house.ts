import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Carrier, startCarrier } from '../../scripts/carrier/carrier.ts'
import { personaFor } from '../../scripts/world/persona.ts'
import { type App, createApp } from '../../server/app.ts'
import { createClock } from '../../server/platform/clock.machine.ts'
import type { ClockSetting } from '../../server/platform/clock.ts'
import { parseConfig } from '../../server/platform/config.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { createLog } from '../../server/platform/log.machine.ts'
import { createTestDatabase } from './database.ts'

/** What server processes of one house share: the database, the phone network, the environment. */
export type Ground = {
  carrier: Carrier
  database: Awaited<ReturnType<typeof createTestDatabase>>
  /** The environment of a server process of this house. */
  env: Record<string, string>
  close: () => Promise<void>
}
export type House = Ground & { app: App; url: string }

export const findFreePort = (): Promise<number> =>
  new Promise((done, fail) => {
    const probe = createServer().once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address && typeof address === 'object' ? done(address.port) : fail(new Error('no free port'))))
    })
  })

/** A clock that runs as the machine's does, from this instant on. */
export const clockFrom = (start: string, speed = 1): ClockSetting => ({
  origin: Date.now(),
  epoch: Date.parse(start),
  speed,
})

type Wanted = { clock: ClockSetting; carried?: boolean }

/** A database of its own and the simulated phone network beside it; no server yet. */
export async function layGround({ clock, carried = true }: Wanted): Promise<Ground> {
  const database = await createTestDatabase(20)
  const dataDir = await mkdtemp(join(tmpdir(), 'bazgasht-house-'))
  const account = { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') }
  const carrier = await startCarrier({
    account: account.accountSid,
    token: account.authToken,
    personaFor,
    clock,
    callsPerSecond: 50,
  })
  const port = await findFreePort()
  const env: Record<string, string> = {
    NODE_ENV: 'test',
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    SESSION_SECRET: randomBytes(32).toString('hex'),
    LOG_LEVEL: 'error',
    CLOCK: JSON.stringify(clock),
    ...(carried
      ? {
          TWILIO_ACCOUNT_SID: account.accountSid,
          TWILIO_AUTH_TOKEN: account.authToken,
          TWILIO_API_BASE_URL: carrier.url,
          TWILIO_FROM: '+15005550006',
          TWILIO_CALLS_PER_SECOND: '50',
        }
      : {}),
  }
  return {
    carrier,
    database,
    env,
    close: async () => {
      try {
        await carrier.close()
      } finally {
        await database.drop()
        await rm(dataDir, { recursive: true, force: true })
      }
    },
  }
}

/** The whole product in this process, on its own database, with the simulated phone network beside it. */
export async function startHouse(wanted: Wanted): Promise<House> {
  const ground = await layGround(wanted)
  const read = parseConfig(ground.env)
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const app = await createApp({
    config: read.config,
    database: openDatabase(ground.database.url), // its own: it closes it
    clock: createClock(wanted.clock),
    log: createLog('error'),
  })
  await app.start()
  const hooks = `${read.config.publicBaseUrl}/webhooks/twilio`
  if (read.config.carrier)
    await fetch(`${ground.carrier.url}/_sim/numbers`, {
      method: 'POST',
      body: JSON.stringify({
        [read.config.carrier.from]: { voiceUrl: `${hooks}/inbound`, statusCallback: `${hooks}/calls?inbound=1` },
      }),
    })
  return {
    ...ground,
    app,
    url: read.config.publicBaseUrl,
    close: async () => {
      try {
        await app.close()
      } finally {
        await ground.close()
      }
    },
  }
}
