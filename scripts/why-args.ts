import { parseArgs } from 'node:util'

export const WHY_USAGE = `npm run why -- --customer ID [--at TIME]
  Why this customer came to an agent: the last claim, or the last at or before a time, from the record that was written with it, in
  DATABASE_URL (or the embedded database).
  --customer  the customer's id here, or in the business's own system.
  --at        an instant, ISO 8601 with its zone: 2026-11-30T10:03:00Z.
  Ends with 0, with 1 when there is no such claim, with 2 when this could not be asked.`

export type WhyArgs = { customer: string; at: Date | null }

/** What the command was asked for, or what is wrong with it. */
export function parseWhyArgs(args: readonly string[]): ({ ok: true } & WhyArgs) | { ok: false; fault: string } {
  let values: { customer?: string | undefined; at?: string | undefined }
  try {
    const options = { customer: { type: 'string' }, at: { type: 'string' } } as const
    ;({ values } = parseArgs({ args: [...args], options, strict: true }))
  } catch (error) {
    return { ok: false, fault: error instanceof Error ? error.message : String(error) }
  }
  if (!values.customer?.trim()) return { ok: false, fault: '--customer: whose?' }
  if (values.at === undefined) return { ok: true, customer: values.customer.trim(), at: null }
  if (!/(Z|[+-]\d\d:?\d\d)$/.test(values.at) || Number.isNaN(Date.parse(values.at)))
    return { ok: false, fault: `--at: an instant with its zone, not ${values.at}` }
  return { ok: true, customer: values.customer.trim(), at: new Date(values.at) }
}
