import { createAuditChain } from '../server/staff/audit/audit-chain.service.ts'
import { askDatabase, readAsked } from './ask-database.ts'
import { AUDIT_USAGE, parseAuditArgs } from './audit-args.ts'

const { known } = readAsked(parseAuditArgs(process.argv.slice(2)), AUDIT_USAGE)

await askDatabase(async (database) => {
  const { head, fault } = await createAuditChain({ database }).verify(undefined, known)
  if (!fault) {
    console.log(`The chain holds: ${head.position} lines, head ${head.position}:${head.hash}`)
    return 0
  }
  const line = fault.lineId === null ? '' : `, line ${fault.lineId}`
  console.log(
    `The chain is broken: ${fault.kind} at position ${fault.position}${line}. It holds up to ${head.position}.`,
  )
  return 1
})
