import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CustomerId } from './ids.ts'
import { Instant, ShortText } from './values.ts'

/** asked: the person asked · unneeded: nothing needs the data any more · unlawful: it should never have been here. */
export const ErasureReason = z.enum(['asked', 'unneeded', 'unlawful'])
export type ErasureReason = z.infer<typeof ErasureReason>

export const erasureApi = {
  /**
   * Forgets a person for ever and keeps that nobody may call them. `confirm` is their name as typed. Asking again changes
   * nothing. `finishedAt` is null while the last of it is still going. 409 while somebody has the customer.
   */
  'customer.erase': {
    method: 'POST',
    path: '/customers/:id/erasure',
    params: z.strictObject({ id: CustomerId }),
    body: z.strictObject({ confirm: ShortText, reason: ErasureReason }),
    answer: z.strictObject({ finishedAt: z.nullable(Instant) }),
  },
} as const satisfies Record<string, Endpoint>
