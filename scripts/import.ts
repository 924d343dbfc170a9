import { createApp } from '../server/app.ts'
import { createClock } from '../server/platform/clock.machine.ts'
import { parseConfig } from '../server/platform/config.ts'
import { openDatabase } from '../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.process.ts'
import { createLog } from '../server/platform/log.machine.ts'
import { applyMigrations } from '../server/platform/migrations.pg.ts'
import { Refusal } from '../server/platform/problem.ts'
import { IMPORT_USAGE, parseImportArgs } from './import-args.ts'
import { progressLine, summaryLines } from './import-report.ts'
import { queueLines } from './queue-report.ts'

const USAGE_FAULT = 2

const giveUp = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(USAGE_FAULT)
}

const read = parseImportArgs(process.argv.slice(2))
if (!read.ok) giveUp([...read.faults, IMPORT_USAGE])
const config = parseConfig({ LOG_LEVEL: 'warn', ...process.env })
if (!config.ok) giveUp(config.faults)
if (!read.ok || !config.ok) process.exit(USAGE_FAULT)

const { args } = read
const embedded = config.config.databaseUrl ? null : await startEmbeddedPostgres(config.config.dataDir)
const url = config.config.databaseUrl ?? embedded?.url ?? ''
await applyMigrations(url)
const clock = createClock(config.config.clock)
const app = await createApp({
  config: config.config,
  database: openDatabase(url),
  clock,
  log: createLog(config.config.logLevel),
})

let failed = false
try {
  if (args.currency || args.region)
    await app.programme.setInstallation({
      ...(args.currency ? { currency: args.currency } : {}),
      ...(args.region ? { region: args.region } : {}),
    })
  const terminal = process.stderr.isTTY
  const runs = await app.people.importFiles({
    files: args.files,
    asOf: args.asOf,
    region: args.region,
    progress: (kind, counts, bytesTotal) => {
      if (terminal) process.stderr.write(`\r${progressLine(kind, counts, bytesTotal)}`)
    },
  })
  if (terminal) process.stderr.write('\r\u001b[K')
  for (const run of runs) for (const line of summaryLines(run)) console.log(line)
  failed = runs.some((run) => run.state !== 'done')

  console.log('Scoring …')
  await app.rank()
  const { currency } = await app.programme.installation()
  for (const line of queueLines(await app.ranking.topQueue(app.database.db, args.top), currency)) console.log(line)
} catch (error) {
  failed = true
  if (error instanceof Refusal) console.error(`${error.problem.code} ${JSON.stringify(error.problem.params ?? {})}`)
  else console.error(error instanceof Error ? error.message : error)
} finally {
  await app.close()
  // One that somebody else's server runs on stays as it was.
  if (embedded && !embedded.adopted) await embedded.stop()
}
process.exit(failed ? 1 : 0)
