import { z } from 'zod'
import type { OpenCases } from '#contract/people'
import type { Tx } from '../platform/database.pg.ts'

const Promises = z.array(
  z.object({ id: z.string(), customer_name: z.string(), what: z.string(), owner: z.string(), due_at: z.date() }),
)
const Complaints = z.array(
  z.object({ id: z.string(), customer_name: z.string(), text: z.string(), opened_at: z.date() }),
)

/** Promises and complaints that are open, at most so many of each, the oldest due first. */
export async function listOpenCases(tx: Tx, now: Date, limit: number): Promise<OpenCases> {
  const promises = await tx.$queryRaw`
    SELECT p.id, c.name AS customer_name, p.what, coalesce(u.name, '') AS owner, p.due_at
    FROM promise p JOIN customer c ON c.id = p.customer_id LEFT JOIN app_user u ON u.id = p.owner_id
    WHERE p.status = 'open' ORDER BY p.due_at, p.id LIMIT ${limit}`
  const complaints = await tx.$queryRaw`
    SELECT k.id, c.name AS customer_name, k.text, k.opened_at
    FROM complaint k JOIN customer c ON c.id = k.customer_id
    WHERE k.status = 'open' ORDER BY k.opened_at, k.id LIMIT ${limit}`
  return {
    promises: Promises.parse(promises).map(({ id, customer_name, what, owner, due_at }) => ({
      id,
      customerName: customer_name,
      what,
      owner,
      dueAt: due_at.toISOString(),
      status: 'open',
      overdue: due_at < now,
    })),
    complaints: Complaints.parse(complaints).map(({ id, customer_name, text, opened_at }) => ({
      id,
      customerName: customer_name,
      text,
      openedAt: opened_at.toISOString(),
      status: 'open',
    })),
  }
}

/** False when it had been settled before. */
export async function settlePromise(tx: Tx, id: string, status: 'kept' | 'broken', at: Date): Promise<boolean> {
  const { count } = await tx.promise.updateMany({ where: { id, status: 'open' }, data: { status, settledAt: at } })
  return count === 1
}

export type ComplaintEnd = { status: 'solved' | 'closed'; note: string; at: Date }

/** False when it had been settled before. */
export async function settleComplaint(tx: Tx, id: string, { status, note, at }: ComplaintEnd): Promise<boolean> {
  const data = { status, closedAt: at, note: note.trim() || null }
  const { count } = await tx.complaint.updateMany({ where: { id, status: 'open' }, data })
  return count === 1
}

/** Whose promise this is; null when there is none. */
export const findPromise = (tx: Tx, id: string): Promise<{ customerId: string } | null> =>
  tx.promise.findUnique({ where: { id }, select: { customerId: true } })

/** Whose complaint this is; null when there is none. */
export const findComplaint = (tx: Tx, id: string): Promise<{ customerId: string } | null> =>
  tx.complaint.findUnique({ where: { id }, select: { customerId: true } })
