import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { Instant } from './values.ts'

/**
 * Why nothing is dialled: the carrier is away, has switched our account off, takes no more for now, or does not know our
 * own number; or the clocks of the server and of its database do not agree.
 */
export const LineCause = z.enum(['down', 'account', 'busy', 'caller-id', 'clock'])
export type LineCause = z.infer<typeof LineCause>

/** The document of the topic `line`. */
export const LineView = z.strictObject({
  /** Null while calls may leave. */
  paused: z.nullable(z.strictObject({ why: LineCause, since: Instant })),
  /** Countries (ISO 3166) that the carrier's account may not call. */
  closedCountries: z.array(z.string()),
})
export type LineView = z.infer<typeof LineView>

export const lineApi = {
  /** Whoever has put right what was wrong at the carrier has dialling tried again; closed countries too. */
  'line.retry': { method: 'POST', path: '/line/retry', answer: LineView },
} as const satisfies Record<string, Endpoint>
