import { z } from 'zod'
import type { TimelineEntry } from '#contract/people'
import type { Tx } from '../platform/database.pg.ts'

const PAGE = 100
const Kind = z.enum([
  'purchase',
  'call',
  'message',
  'email',
  'visit',
  'complaint',
  'promise',
  'disposition',
  'cancelled',
  'stop',
  'lapsed',
])
const Row = z.object({
  id: z.string(),
  kind: Kind,
  at: z.date(),
  direction: z.enum(['in', 'out']).nullable(),
  status: z.string().nullable(),
  code: z.string().nullable(),
  labels: z.object({ en: z.string(), fa: z.string(), uz: z.string() }).nullable(),
  amount: z.bigint().nullable(),
  text: z.string().nullable(),
  by: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullable(),
})

/**
 * Everything between one customer and us, newest first, in one query: a page of 100 and whatever happened at the very instant of the
 * hundredth, so that paging by `before` loses nothing.
 */
export async function readTimeline(tx: Tx, customerId: string, before: Date | null): Promise<TimelineEntry[]> {
  const until = before ?? new Date('9999-12-31T00:00:00Z')
  const rows = await tx.$queryRaw`
    WITH entry AS (
      (SELECT 'purchase:' || id AS id, 'purchase' AS kind, at, NULL AS direction, NULL AS status, NULL AS code,
         amount_minor AS amount, items AS text, NULL::uuid AS by_id, NULL::jsonb AS params
       FROM purchase WHERE customer_id = ${customerId}::uuid AND at < ${until}::timestamptz
       ORDER BY at DESC FETCH FIRST ${PAGE} ROWS WITH TIES)
      UNION ALL
      (SELECT 'contact:' || id, kind, at, direction, NULL, code, NULL, text, by_user_id, NULL
       FROM contact_record WHERE customer_id = ${customerId}::uuid AND at < ${until}::timestamptz
       ORDER BY at DESC FETCH FIRST ${PAGE} ROWS WITH TIES)
      UNION ALL
      SELECT 'complaint:' || id, 'complaint', opened_at, 'in', status, NULL, NULL, text, NULL, NULL
      FROM complaint WHERE customer_id = ${customerId}::uuid AND opened_at < ${until}::timestamptz
      UNION ALL
      SELECT 'promise:' || id, 'promise', created_at, NULL, status, NULL, NULL, what, owner_id,
        jsonb_build_object('dueAt', to_char(due_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      FROM promise WHERE customer_id = ${customerId}::uuid AND created_at < ${until}::timestamptz
      UNION ALL
      SELECT 'lapsed:' || id, 'lapsed', lapsed_at, NULL, kind, closed_as, NULL, NULL, NULL, NULL
      FROM episode WHERE customer_id = ${customerId}::uuid AND lapsed_at < ${until}::timestamptz
      UNION ALL
      SELECT 'cancelled:' || id, 'cancelled', cancelled_at, 'in', NULL, NULL, NULL, NULL, NULL, NULL
      FROM customer WHERE id = ${customerId}::uuid AND cancelled_at < ${until}::timestamptz
    )
    SELECT e.id, e.kind, e.at, e.direction, e.status, e.code, o.labels, e.amount, e.text, u.name AS by, e.params
    FROM entry e LEFT JOIN outcome o ON o.code = e.code LEFT JOIN app_user u ON u.id = e.by_id
    WHERE e.at >= coalesce((SELECT at FROM entry ORDER BY at DESC OFFSET ${PAGE - 1} LIMIT 1), '-infinity')
    ORDER BY e.at DESC, e.id`
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      at: row.at.toISOString(),
      direction: row.direction,
      status: row.status,
      code: row.code,
      codeLabels: row.labels,
      amountMinor: row.amount === null ? null : String(row.amount),
      text: row.text,
      by: row.by,
      params: row.params,
    }))
}
