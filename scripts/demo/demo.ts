import { createApp } from '../../server/app.ts'
import { createClock } from '../../server/platform/clock.machine.ts'
import { parseConfig } from '../../server/platform/config.ts'
import { openDatabase } from '../../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { createLog } from '../../server/platform/log.machine.ts'
import { applyMigrations } from '../../server/platform/migrations.pg.ts'
import { startCarrierProcess } from './carrier-process.ts'
import { readKeys } from './keys.ts'
import { PEOPLE, seedDemo } from './seed.ts'
import { startShift } from './shift-clock.ts'

const TEHRAN_MINUTES = 210
export const CALLER_ID = '+15005550006' // Twilio's own test number: it belongs to nobody

const TOWN_SEED = 7

export type DemoSettings = {
  speed: number
  /** When it starts, ISO 8601, in place of within the town's working day. */
  startsAt?: string
  seed?: number
  size: number
  port: number
  dataDir: string
  /** An own PostgreSQL instead of the embedded one. */
  databaseUrl?: string
  logLevel?: string
  say: (line: string) => void
}

/** The whole product with demonstration data and the simulated phone network, all of it real but the phones. */
export async function startDemo(settings: DemoSettings) {
  const { speed, startsAt, seed = TOWN_SEED, size, port, dataDir, databaseUrl, logLevel = 'warn', say } = settings
  const started = Date.now()
  const clock = startsAt
    ? { origin: started, epoch: Date.parse(startsAt), speed }
    : startShift(started, TEHRAN_MINUTES, speed)
  const keys = await readKeys(dataDir)
  say('Starting PostgreSQL and the simulated phone network …')
  const embedded = databaseUrl ? null : await startEmbeddedPostgres(dataDir)
  const url = databaseUrl ?? embedded?.url ?? ''
  await applyMigrations(url)
  const carrier = await startCarrierProcess(keys, clock, seed)

  const read = parseConfig({
    PORT: String(port),
    DATA_DIR: dataDir,
    DATABASE_URL: url,
    LOG_LEVEL: logLevel,
    CLOCK: JSON.stringify(clock),
    DEMO: 'true',
    TWILIO_ACCOUNT_SID: keys.accountSid,
    TWILIO_AUTH_TOKEN: keys.authToken,
    TWILIO_API_BASE_URL: carrier.url,
    TWILIO_FROM: CALLER_ID,
    TWILIO_CALLS_PER_SECOND: '20',
  })
  if (!read.ok) throw new Error(read.faults.join('\n'))
  const app = await createApp({
    config: read.config,
    database: openDatabase(url),
    clock: createClock(clock),
    log: createLog(logLevel),
  })
  await seedDemo(app, { seed, size, asOf: new Date(clock.epoch), password: keys.password, dataDir, say })
  await app.start()

  const address = app.address()
  const hooks = `${address}/webhooks/twilio`
  await fetch(`${carrier.url}/_sim/numbers`, {
    method: 'POST',
    body: JSON.stringify({
      [CALLER_ID]: { voiceUrl: `${hooks}/inbound`, statusCallback: `${hooks}/calls?inbound=1` },
    }),
  })
  say(`\nReady in ${((Date.now() - started) / 1000).toFixed(0)} s: ${address}`)
  say(speed === 1 ? 'Time passes as it does.' : `Time passes ${speed} times as fast.`)
  say(`\nSign in with any of these, password ${keys.password}`)
  for (const person of PEOPLE) say(`  ${person.role.padEnd(10)} ${person.email.padEnd(24)} ${person.name}`)
  say(`\nThe phone network as it goes, and a telephone to ring in with: ${carrier.url}`)
  say(
    '\nOpen one window as an agent, press Ready, and another as the supervisor to watch the wall. Ctrl+C stops everything.',
  )

  return {
    address,
    password: keys.password,
    carrierUrl: carrier.url,
    clock: createClock(clock),
    databaseUrl: url,
    app,
    close: async () => {
      await app.close()
      await carrier.stop()
      await embedded?.stop()
    },
  }
}
export type Demo = Awaited<ReturnType<typeof startDemo>>
