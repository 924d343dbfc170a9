import { z } from 'zod'
import { SupervisionMode } from '#contract/floor'
import { UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

/**
 * A supervisor in an agent's room. The row is a wish: `mode` under a `revision` that only rises, so wishes that come twice or out of
 * order end as the newest one. `applied` follows it; one process at a time tells the network (`applying_until`).
 */
const Row = z.object({
  supervisor_id: UserId,
  agent_id: UserId,
  mode: SupervisionMode,
  revision: z.coerce.bigint(),
  applied: z.coerce.bigint(),
})
export type Supervision = z.infer<typeof Row>
const rows = (found: unknown): Supervision[] => z.array(Row).parse(found)

export type Wish = { supervisorId: UserId; agentId: UserId; mode: SupervisionMode; revision: bigint }

/** False when a newer wish was heard already. */
export const writeWish = async (tx: Tx, { supervisorId, agentId, mode, revision }: Wish, now: Date): Promise<boolean> =>
  (await tx.$executeRaw`
    INSERT INTO supervision AS s (supervisor_id, agent_id, mode, revision, applied, since)
    VALUES (${supervisorId}::uuid, ${agentId}::uuid, ${mode}, ${revision}, 0, ${now})
    ON CONFLICT (supervisor_id) DO UPDATE SET agent_id = excluded.agent_id, mode = excluded.mode, revision = excluded.revision, since = excluded.since
    WHERE s.revision < excluded.revision`) > 0

export const readSupervision = async (tx: Tx, supervisorId: UserId): Promise<Supervision | null> =>
  rows(await tx.$queryRaw`SELECT * FROM supervision WHERE supervisor_id = ${supervisorId}::uuid`)[0] ?? null

/** A wish that the network has not been told, for this process alone until then; null when none is left. */
export async function takeUnapplied(
  tx: Tx,
  supervisorId: UserId | null,
  now: Date,
  until: Date,
): Promise<Supervision | null> {
  return (
    rows(
      await tx.$queryRaw`
        UPDATE supervision SET applying_until = ${until} WHERE supervisor_id = (
          SELECT supervisor_id FROM supervision WHERE applied < revision AND (applying_until IS NULL OR applying_until <= ${now})
            AND (${supervisorId}::uuid IS NULL OR supervisor_id = ${supervisorId}::uuid) LIMIT 1 FOR UPDATE SKIP LOCKED)
        RETURNING *`,
    )[0] ?? null
  )
}

export const writeApplied = async (tx: Tx, supervisorId: UserId, applied: bigint): Promise<void> =>
  void (await tx.supervision.updateMany({ where: { supervisorId }, data: { applied, applyingUntil: null } }))

/** It did not succeed: anybody may try again at once. */
export const writeUnapplied = async (tx: Tx, supervisorId: UserId): Promise<void> =>
  void (await tx.supervision.updateMany({ where: { supervisorId }, data: { applyingUntil: null } }))

/** Whether this agent is of this supervisor's team. */
export async function isLedBy(tx: Tx, agentId: UserId, supervisorId: UserId): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM app_user a JOIN app_user s ON s.id = ${supervisorId}::uuid AND s.team_id IS NOT DISTINCT FROM a.team_id
    WHERE a.id = ${agentId}::uuid AND a.active`
  return found.length > 0
}

/** The conversations of these agents are over: nobody listens to them any more. */
export const endWishes = async (tx: Tx, agentIds: readonly UserId[], now: Date): Promise<void> =>
  void (await tx.$executeRaw`
    UPDATE supervision SET mode = 'off', revision = revision + 1, since = ${now}
    WHERE agent_id = ANY(${[...agentIds]}::uuid[]) AND mode <> 'off'`)

/** Nobody is heard who is in no conversation and waits for none: such wishes become `off`. The agents. */
export async function endIdle(tx: Tx, now: Date): Promise<UserId[]> {
  const ended = await tx.$queryRaw`
    UPDATE supervision s SET mode = 'off', revision = s.revision + 1, since = ${now}
    FROM presence p WHERE p.user_id = s.agent_id AND p.state IN ('wrapUp', 'break', 'offline') AND s.mode <> 'off'
    RETURNING s.agent_id`
  return z
    .array(Row.pick({ agent_id: true }))
    .parse(ended)
    .map(({ agent_id }) => agent_id)
}
