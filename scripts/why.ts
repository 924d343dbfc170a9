import { readDecided } from '../server/learning/decisions.store.ts'
import { parseConfig } from '../server/platform/config.ts'
import { openDatabase } from '../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.process.ts'
import { parseWhyArgs, WHY_USAGE } from './why-args.ts'
import { reportWhy } from './why-report.ts'

const USAGE_FAULT = 2

const giveUp = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(USAGE_FAULT)
}

const args = parseWhyArgs(process.argv.slice(2))
if (!args.ok) giveUp([args.fault, WHY_USAGE])
const read = parseConfig(process.env)
if (!read.ok) giveUp(read.faults)
if (!args.ok || !read.ok) process.exit(USAGE_FAULT)

const embedded = read.config.databaseUrl ? null : await startEmbeddedPostgres(read.config.dataDir)
const database = openDatabase(read.config.databaseUrl ?? embedded?.url ?? '', 2)
let code = 0
try {
  const decided = await readDecided(database.db, args.customer, args.at)
  if (decided) console.log(reportWhy(decided).join('\n'))
  else {
    code = 1
    console.error(`No claim of ${args.customer} is on record${args.at ? ' at or before that time' : ''}.`)
  }
} catch (error) {
  code = USAGE_FAULT
  console.error(error instanceof Error ? error.message : error)
} finally {
  await database.close()
  if (embedded && !embedded.adopted) await embedded.stop()
}
process.exit(code)
