import { z } from 'zod'
import type { CustomerId, EpisodeId, PhoneId, WorkItemId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'
import { LEFT_CAMPAIGN } from './rematch.store.ts'

/** Closed so because no number was left: a number that is imported later opens a new round. */
export const NO_PHONE = 'no-phone'
/** A round closed so is no round that ended. */
const REOPENED = [NO_PHONE, LEFT_CAMPAIGN]

const Row = z.object({ episode_id: z.string(), customer_id: z.string(), phones: z.array(z.string()) })
export type Unqueued = {
  episodeId: EpisodeId
  customerId: CustomerId
  /** Numbers that are not struck and under no live work item, the first choice first. */
  phones: PhoneId[]
}

/**
 * Open episodes of the treated arm that have a score, no live work item and no round that ended (an outcome itself opens the next round),
 * a page by key. A customer whose numbers all ring for somebody else just now has `phones` empty.
 */
export async function readUnqueued(tx: Tx, after: EpisodeId | null, limit: number): Promise<Unqueued[]> {
  const rows = await tx.$queryRaw`
    SELECT e.id AS episode_id, e.customer_id, coalesce((
      SELECT array_agg(cp.phone_id::text ORDER BY cp.rank, cp.phone_id) FROM customer_phone cp
      WHERE cp.customer_id = e.customer_id AND cp.struck_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM work_item o WHERE o.phone_id = cp.phone_id AND o.state <> 'closed')), '{}') AS phones
    FROM episode e
    WHERE e.closed_at IS NULL AND e.arm = 'treat' AND (${after}::uuid IS NULL OR e.id > ${after}::uuid)
      AND EXISTS (SELECT 1 FROM score s WHERE s.episode_id = e.id)
      AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.customer_id = e.customer_id AND w.state <> 'closed')
      AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.episode_id = e.id AND w.closed_as <> ALL(${REOPENED}::text[]))
    ORDER BY e.id LIMIT ${limit}`
  return z
    .array(Row)
    .parse(rows)
    .map((row) => ({
      episodeId: row.episode_id as EpisodeId,
      customerId: row.customer_id as CustomerId,
      phones: row.phones as PhoneId[],
    }))
}

/** Whether the customer has any number that is not struck. */
export async function hasPhone(tx: Tx, customerIds: readonly CustomerId[]): Promise<Set<CustomerId>> {
  const rows = await tx.$queryRaw`
    SELECT DISTINCT customer_id FROM customer_phone WHERE struck_at IS NULL AND customer_id = ANY(${[...customerIds]}::uuid[])`
  return new Set(
    z
      .array(z.object({ customer_id: z.string() }))
      .parse(rows)
      .map((row) => row.customer_id as CustomerId),
  )
}

/** The episode was closed meanwhile: she came back by herself, or asked us to stop. */
const EPISODE_ENDED = 'episode-ended'
const Page = z.object({ id: z.string(), ended: z.boolean() })

/** Which of the next so many waiting items belong to an episode that has ended; `last` is null after the last page. */
export async function readEnded(
  tx: Tx,
  after: WorkItemId | null,
  limit: number,
): Promise<{ ended: WorkItemId[]; last: WorkItemId | null }> {
  const rows = await tx.$queryRaw`
    SELECT w.id, (e.closed_at IS NOT NULL OR e.state IN ('verified', 'kept90', 'kept365')) AS ended FROM (
      SELECT id, episode_id FROM work_item WHERE state = 'waiting' AND (${after}::uuid IS NULL OR id > ${after}::uuid) ORDER BY id LIMIT ${limit}) w
    JOIN episode e ON e.id = w.episode_id ORDER BY w.id`
  const page = z.array(Page).parse(rows)
  return {
    ended: page.filter(({ ended }) => ended).map(({ id }) => id as WorkItemId),
    last: (page.length === limit ? (page.at(-1)?.id ?? null) : null) as WorkItemId | null,
  }
}

/** Closes these waiting items with the heads and callbacks that hang on them. */
export async function closeEnded(tx: Tx, ids: readonly WorkItemId[], now: Date): Promise<void> {
  await tx.$executeRaw`
    WITH shut AS (
      UPDATE work_item SET state = 'closed', closed_as = ${EPISODE_ENDED}, closed_at = ${now}, reserved_for = NULL, reserved_until = NULL
      WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'waiting' RETURNING id),
    gone AS (DELETE FROM queue_head WHERE work_item_id IN (SELECT id FROM shut))
    UPDATE callback SET state = 'cancelled' WHERE state IN ('pending', 'missed') AND work_item_id IN (SELECT id FROM shut)`
}
