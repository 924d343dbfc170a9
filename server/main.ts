import { setTimeout as wait } from 'node:timers/promises'
import { createApp } from './app.ts'
import { createClock } from './platform/clock.machine.ts'
import { parseConfig } from './platform/config.ts'
import { openDatabase } from './platform/database.pg.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.process.ts'
import { createLog } from './platform/log.machine.ts'
import { applyMigrations } from './platform/migrations.pg.ts'

const read = parseConfig(process.env)
if (!read.ok) {
  console.error(
    `Bazgasht cannot start, the configuration has faults:\n${read.faults.map((fault) => `  ${fault}`).join('\n')}`,
  )
  process.exit(1)
}
const { config } = read
const log = createLog(config.logLevel)

const embedded = config.databaseUrl ? null : await startEmbeddedPostgres(config.dataDir)
const url = config.databaseUrl ?? embedded?.url ?? ''
const applied = await applyMigrations(url)
log.info({ applied: applied.length, adopted: embedded?.adopted ?? false }, 'database.ready')

const app = await createApp({ config, database: openDatabase(url), clock: createClock(config.clock), log })

/** Longer than everything that `close` waits for; whoever started us kills after half a minute at the earliest. */
const STOP_WITHIN_MS = 20_000
let stopping = false
const stop = async (signal: string): Promise<void> => {
  if (stopping) process.exit(1) // asked twice
  stopping = true
  log.info({ signal }, 'stopping')
  app.announceClose()
  await wait(config.drainSeconds * 1_000)
  setTimeout(() => {
    log.error('stopping.late')
    process.exit(1)
  }, STOP_WITHIN_MS).unref()
  await app.close()
  await embedded?.stop()
  log.info('stopped')
  process.exit(0)
}
process.on('SIGINT', () => void stop('SIGINT'))
process.on('SIGTERM', () => void stop('SIGTERM'))

await app.start()
console.log(`Bazgasht is ready at ${config.publicBaseUrl}`)

const token = await app.setup.issue()
if (token)
  console.log(
    `Nobody can sign in yet. Open the address and make the first administrator with this one-time token:\n  ${token}`,
  )
