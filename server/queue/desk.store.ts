import { z } from 'zod'
import type { UserId, WorkItemId } from '#contract/ids'
import { Draft } from '#contract/outcomes'
import type { SkipReason } from '#contract/queue'
import type { Tx } from '../platform/database.pg.ts'

export type NewSkip = { workItemId: WorkItemId; agentId: UserId; reason: SkipReason; note: string; at: Date }

export const insertSkip = (tx: Tx, { workItemId, agentId, reason, note, at }: NewSkip): Promise<number> =>
  tx.$executeRaw`
    INSERT INTO skip (id, work_item_id, agent_id, reason, note, at)
    VALUES (gen_random_uuid(), ${workItemId}::uuid, ${agentId}::uuid, ${reason}, ${note}, ${at})`

/** When this agent skipped, since then. */
export async function readSkips(tx: Tx, agentId: UserId, since: Date): Promise<Date[]> {
  const rows = await tx.$queryRaw`SELECT at FROM skip WHERE agent_id = ${agentId}::uuid AND at > ${since}`
  return z
    .array(z.object({ at: z.coerce.date() }))
    .parse(rows)
    .map(({ at }) => at)
}

/** An older revision of the same agent never replaces a newer one; another agent begins anew. Returns what stands now. */
export async function upsertDraft(
  tx: Tx,
  { workItemId, agentId, draft, at }: { workItemId: WorkItemId; agentId: UserId; draft: Draft; at: Date },
): Promise<{ revision: number; savedAt: Date }> {
  const rows = await tx.$queryRaw`
    INSERT INTO draft AS d (work_item_id, agent_id, revision, body, saved_at)
    VALUES (${workItemId}::uuid, ${agentId}::uuid, ${draft.revision}, ${JSON.stringify(draft)}::jsonb, ${at})
    ON CONFLICT (work_item_id) DO UPDATE SET agent_id = excluded.agent_id, revision = excluded.revision, body = excluded.body,
      saved_at = excluded.saved_at
    WHERE d.agent_id <> excluded.agent_id OR d.revision < excluded.revision
    RETURNING revision, saved_at`
  const Saved = z.array(z.object({ revision: z.number(), saved_at: z.coerce.date() }))
  const saved = Saved.parse(rows)[0]
  if (saved) return { revision: saved.revision, savedAt: saved.saved_at }
  const standing = await tx.draft.findUniqueOrThrow({
    where: { workItemId },
    select: { revision: true, savedAt: true },
  })
  return standing
}

/** What this agent has typed; another agent's draft is not shown. */
export async function findDraft(tx: Tx, workItemId: WorkItemId, agentId: UserId): Promise<Draft | null> {
  const row = await tx.draft.findFirst({ where: { workItemId, agentId }, select: { body: true } })
  const read = Draft.safeParse(row?.body)
  return read.success ? read.data : null
}

export const deleteDraft = (tx: Tx, workItemId: WorkItemId): Promise<number> =>
  tx.$executeRaw`DELETE FROM draft WHERE work_item_id = ${workItemId}::uuid`
