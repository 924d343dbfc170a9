import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { ColumnMapping, ImportKind } from '#contract/people'

export const IMPORT_USAGE =
  'Usage: npm run import -- --customers FILE --purchases FILE [--contacts FILE] [--as-of DATE] [--region XX] [--currency XXX]\n' +
  '         [--map-customers|--map-purchases|--map-contacts ours=theirs,…] [--delimiter C] [--no-header] [--top N]'

const KINDS = ['customers', 'purchases', 'contacts'] as const satisfies readonly ImportKind[]
const TOP_DEFAULT = 20

/** `external_id=2,date=3,amount=5`: our column = the file's header, or the column's number from 1. */
const Mapping = z
  .string()
  .regex(/^\w+=[^,=]+(,\w+=[^,=]+)*$/, 'must look like external_id=2,date=3,amount=5')
  .transform((text): ColumnMapping => Object.fromEntries(text.split(',').map((pair) => pair.split('=', 2))))

const Arguments = z
  .strictObject({
    customers: z.string().min(1).optional(),
    purchases: z.string().min(1).optional(),
    contacts: z.string().min(1).optional(),
    'as-of': z.string().min(1).optional(),
    region: z
      .string()
      .regex(/^[A-Z]{2}$/, 'must be two capital letters of ISO 3166')
      .optional(),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three capital letters of ISO 4217')
      .optional(),
    'map-customers': Mapping.optional(),
    'map-purchases': Mapping.optional(),
    'map-contacts': Mapping.optional(),
    delimiter: z.enum([',', ';', '\t', '|', ' ']).optional(),
    'no-header': z.boolean().optional(),
    top: z.coerce.number().int().min(0).max(100_000).default(TOP_DEFAULT),
  })
  .refine((given) => given.customers ?? given.purchases ?? given.contacts, 'give at least one file')

export type ImportArgs = {
  files: {
    kind: ImportKind
    path: string
    mapping: ColumnMapping | null
    csv: { delimiter?: ',' | ';' | '\t' | '|' | ' '; noHeader: boolean }
  }[]
  asOf: string | null
  region: string | null
  /** To be set on the installation before anything is imported. */
  currency: string | null
  /** How many of the ranked queue to print afterwards. */
  top: number
}

/** The arguments of `npm run import`. Faults come together, each naming its option. */
export function parseImportArgs(
  argv: readonly string[],
): { ok: true; args: ImportArgs } | { ok: false; faults: string[] } {
  const text = { type: 'string' } as const
  const options = {
    ...{ customers: text, purchases: text, contacts: text, 'as-of': text, region: text, currency: text },
    ...{ 'map-customers': text, 'map-purchases': text, 'map-contacts': text, delimiter: text, top: text },
    'no-header': { type: 'boolean' },
  } as const
  let values: unknown
  try {
    values = { ...parseArgs({ args: [...argv], options, strict: true }).values }
  } catch (error) {
    return { ok: false, faults: [error instanceof Error ? error.message : 'cannot be read'] }
  }
  const read = Arguments.safeParse(values)
  if (!read.success)
    return {
      ok: false,
      faults: read.error.issues.map(
        ({ path, message }) => `${path.map((name) => `--${String(name)} `).join('')}${message}`,
      ),
    }
  const given = read.data
  const csv = { noHeader: given['no-header'] ?? false, ...(given.delimiter && { delimiter: given.delimiter }) }
  const files = KINDS.flatMap((kind) => {
    const path = given[kind]
    return path ? [{ kind, path, mapping: given[`map-${kind}`] ?? null, csv }] : []
  })
  return {
    ok: true,
    args: {
      files,
      asOf: given['as-of'] ?? null,
      region: given.region ?? null,
      currency: given.currency ?? null,
      top: given.top,
    },
  }
}
