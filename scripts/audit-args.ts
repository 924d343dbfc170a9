import type { Head } from '../server/staff/audit/chain.ts'

export const AUDIT_USAGE = `npm run audit -- verify [--head POSITION:HASH]
  Follows the chain of the audit trail of DATABASE_URL (or of the embedded database) from its beginning.
  --head  a head as the auditor's page showed it: the chain must still go through it.
  Ends with 0 when the chain holds, 1 when it does not, 2 when this could not be asked.`

/** What the command was asked for, or what is wrong with it. */
export function parseAuditArgs(args: readonly string[]): { ok: true; known?: Head } | { ok: false; fault: string } {
  const [command, ...rest] = args
  if (command !== 'verify') return { ok: false, fault: `unknown command: ${command ?? '(none)'}` }
  if (rest.length === 0) return { ok: true }
  const [option, value = '', ...more] = rest
  const head = /^(\d{1,18}):([0-9a-f]{64})$/.exec(value)
  if (option !== '--head' || more.length > 0) return { ok: false, fault: `unknown option: ${rest.join(' ')}` }
  if (!head?.[1] || !head[2]) return { ok: false, fault: '--head: a position, a colon and 64 hexadecimal digits' }
  return { ok: true, known: { position: BigInt(head[1]), hash: head[2] } }
}
