import { parseConfig } from '../server/platform/config.ts'
import { type Database, openDatabase } from '../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.process.ts'

/** Of a command that could not be asked. */
const USAGE_FAULT = 2

const giveUp = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(USAGE_FAULT)
}

/** Ends the process with 2 and these lines when the command was misspelt, else goes on with what was asked for. */
export function readAsked<T extends object>(args: ({ ok: true } & T) | { ok: false; fault: string }, usage: string): T {
  return args.ok ? args : giveUp([args.fault, usage])
}

/** Asks the database of DATABASE_URL (or the embedded one) and ends the process with the code of the answer, 2 when it could not be asked. */
export async function askDatabase(ask: (database: Database) => Promise<number>): Promise<never> {
  const read = parseConfig(process.env)
  const { databaseUrl, dataDir } = read.ok ? read.config : giveUp(read.faults)
  const embedded = databaseUrl ? null : await startEmbeddedPostgres(dataDir)
  const database = openDatabase(databaseUrl ?? embedded?.url ?? '', 2)
  let code = USAGE_FAULT
  try {
    code = await ask(database)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  } finally {
    await database.close()
    if (embedded && !embedded.adopted) await embedded.stop()
  }
  process.exit(code)
}
