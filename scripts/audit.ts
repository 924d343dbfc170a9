import { parseConfig } from '../server/platform/config.ts'
import { openDatabase } from '../server/platform/database.pg.ts'
import { startEmbeddedPostgres } from '../server/platform/embedded-postgres.process.ts'
import { createAuditChain } from '../server/staff/audit/audit-chain.service.ts'
import { AUDIT_USAGE, parseAuditArgs } from './audit-args.ts'

const USAGE_FAULT = 2

const giveUp = (lines: readonly string[]): never => {
  for (const line of lines) console.error(line)
  process.exit(USAGE_FAULT)
}

const args = parseAuditArgs(process.argv.slice(2))
if (!args.ok) giveUp([args.fault, AUDIT_USAGE])
const read = parseConfig(process.env)
if (!read.ok) giveUp(read.faults)
if (!args.ok || !read.ok) process.exit(USAGE_FAULT)

const embedded = read.config.databaseUrl ? null : await startEmbeddedPostgres(read.config.dataDir)
const database = openDatabase(read.config.databaseUrl ?? embedded?.url ?? '', 2)
let code = 0
try {
  const { head, fault } = await createAuditChain({ database }).verify(undefined, args.known)
  if (fault) {
    code = 1
    const line = fault.lineId === null ? '' : `, line ${fault.lineId}`
    console.log(
      `The chain is broken: ${fault.kind} at position ${fault.position}${line}. It holds up to ${head.position}.`,
    )
  } else console.log(`The chain holds: ${head.position} lines, head ${head.position}:${head.hash}`)
} catch (error) {
  code = USAGE_FAULT
  console.error(error instanceof Error ? error.message : error)
} finally {
  await database.close()
  if (embedded && !embedded.adopted) await embedded.stop()
}
process.exit(code)
