import * as z from 'zod/mini'

/** An instant, ISO 8601 in UTC; PostgreSQL knows no year 0. */
export const Instant = z.iso.datetime().check(z.refine((text) => !text.startsWith('0000')))
/** Money in minor units of the installation's currency, a decimal string because rials overflow a double. */
export const Minor = z.string().check(z.regex(/^-?\d{1,18}$/))
/** The count that a compare-and-set write must name: raised at every claim of the work item. */
export const Fence = z.string().check(z.regex(/^\d{1,18}$/))
export const Version = z.int().check(z.nonnegative())
export const Locale = z.enum(['en', 'fa', 'uz'])
export const Labels = z.strictObject({ en: z.string(), fa: z.string(), uz: z.string() })
export const ShortText = z.string().check(z.trim(), z.maxLength(200))
export const LongText = z.string().check(z.maxLength(8_000))
export const Params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export type Locale = z.infer<typeof Locale>
export type Labels = z.infer<typeof Labels>
export type Params = z.infer<typeof Params>
