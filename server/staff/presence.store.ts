import * as z from 'zod/mini'
import { TeamId, UserId } from '#contract/ids'
import type { Topic } from '#contract/live'
import { CallingLanguages, PresenceState } from '#contract/staff'
import { touch } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'
import { hasCard, leadsTo, WRAP_UP_EXTENSIONS } from './presence.ts'

export type Presence = {
  userId: UserId
  state: PresenceState
  since: Date
  seenAt: Date
  wrapUpEndsAt: Date | null
  extensionsLeft: number
}

const Ready = z.array(
  z.object({
    userId: UserId,
    since: z.date(),
    seenAt: z.date(),
    teamId: z.nullable(TeamId),
    languages: CallingLanguages,
  }),
)
export type ReadyAgent = z.infer<typeof Ready>[number]

const Ids = z.array(z.object({ userId: UserId }))

/** Somebody who never opened a desk is offline; `since` is then the epoch. */
export async function readPresence(tx: Tx, userId: UserId): Promise<Presence> {
  const row = await tx.presence.findUnique({ where: { userId } })
  if (!row)
    return { userId, state: 'offline', since: new Date(0), seenAt: new Date(0), wrapUpEndsAt: null, extensionsLeft: 0 }
  return { ...row, userId, state: PresenceState.parse(row.state) }
}

/**
 * Compare-and-set: moves only those who are in one of `from`, and answers who did. A move that the machine of
 * `presence.ts` does not know is a fault of the caller and throws.
 */
export async function movePresences(
  tx: Tx,
  userIds: readonly UserId[],
  from: readonly PresenceState[],
  to: PresenceState,
  now: Date,
  wrapUpEndsAt: Date | null = null,
): Promise<UserId[]> {
  for (const state of from) if (!leadsTo(state, to)) throw new Error(`presence: ${state} does not lead to ${to}`)
  const endsAt = to === 'wrapUp' ? wrapUpEndsAt : null
  const left = to === 'wrapUp' ? WRAP_UP_EXTENSIONS : 0
  const moved = Ids.parse(
    await tx.$queryRaw`
    INSERT INTO presence AS p (user_id, state, since, seen_at, wrap_up_ends_at, extensions_left)
    SELECT u.id, ${to}, ${now}, ${now}, ${endsAt}::timestamptz, ${left} FROM unnest(${[...userIds].sort()}::uuid[]) AS u (id)
    WHERE 'offline' = ANY(${[...from]}::text[]) OR EXISTS (SELECT 1 FROM presence WHERE user_id = u.id)
    ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, since = excluded.since,
      wrap_up_ends_at = excluded.wrap_up_ends_at, extensions_left = excluded.extensions_left,
      seen_at = CASE WHEN p.state = 'offline' THEN excluded.seen_at ELSE p.seen_at END
    WHERE p.state = ANY(${[...from]}::text[]) RETURNING user_id AS "userId"`,
  ).map((row) => row.userId)
  if (moved.length > 0) await touch(tx, [...moved.map((userId): Topic => `agent:${userId}`), 'wall', 'floor'])
  return moved
}

/** As `movePresences`, for one; whether it moved. */
export const movePresence = async (
  tx: Tx,
  userId: UserId,
  from: readonly PresenceState[],
  to: PresenceState,
  now: Date,
  wrapUpEndsAt: Date | null = null,
): Promise<boolean> => (await movePresences(tx, [userId], from, to, now, wrapUpEndsAt)).length > 0

/** ready → preview for many at once, in the transaction that hands them their customers; answers who was still ready. */
export async function startPreviews(tx: Tx, userIds: readonly UserId[], now: Date): Promise<UserId[]> {
  const moved = Ids.parse(
    await tx.$queryRaw`
      UPDATE presence SET state = 'preview', since = ${now}
      WHERE user_id = ANY(${[...userIds]}::uuid[]) AND state = 'ready' RETURNING user_id AS "userId"`,
  ).map((row) => row.userId)
  await touch(tx, [
    ...moved.map((userId): Topic => `agent:${userId}`),
    ...(moved.length > 0 ? (['wall', 'floor'] as const) : []),
  ])
  return moved
}

/** One of the two extensions, or null when none is left or no wrap-up runs. */
export async function extendWrapUp(
  tx: Tx,
  userId: UserId,
  byMs: number,
): Promise<{ endsAt: Date; left: number } | null> {
  const rows = z.array(z.object({ endsAt: z.date(), left: z.int() })).parse(
    await tx.$queryRaw`
      UPDATE presence SET extensions_left = extensions_left - 1,
        wrap_up_ends_at = wrap_up_ends_at + ${byMs}::float8 * interval '1 millisecond'
      WHERE user_id = ${userId}::uuid AND state = 'wrapUp' AND extensions_left > 0 AND wrap_up_ends_at IS NOT NULL
      RETURNING wrap_up_ends_at AS "endsAt", extensions_left AS "left"`,
  )
  const extended = rows[0] ?? null
  if (extended) await touch(tx, [`agent:${userId}`, 'wall', 'floor'])
  return extended
}

/** These agents' sockets are alive; answers who of them has a card. Changes nothing that a screen shows, so it touches nothing. */
export async function stampSeen(tx: Tx, userIds: readonly UserId[], now: Date): Promise<UserId[]> {
  const rows = z.array(z.object({ userId: UserId, state: PresenceState })).parse(
    await tx.$queryRaw`
      UPDATE presence SET seen_at = ${now} WHERE user_id = ANY(${[...userIds]}::uuid[]) AND seen_at <= ${now}
      RETURNING user_id AS "userId", state`,
  )
  return rows.filter((row) => hasCard(row.state)).map((row) => row.userId)
}

/** Who waits for a customer, the longest first. */
export async function readReadyAgents(tx: Tx): Promise<ReadyAgent[]> {
  return Ready.parse(
    await tx.$queryRaw`
      SELECT p.user_id AS "userId", p.since, p.seen_at AS "seenAt", u.team_id AS "teamId", u.languages
      FROM presence p JOIN app_user u ON u.id = p.user_id
      WHERE p.state = 'ready' AND u.active ORDER BY p.since, p.user_id`,
  )
}

/** Whose desk has been silent since before this instant, or who may no longer sign in. */
export async function readSilentAgents(tx: Tx, before: Date): Promise<UserId[]> {
  const rows = Ids.parse(
    await tx.$queryRaw`
      SELECT p.user_id AS "userId" FROM presence p JOIN app_user u ON u.id = p.user_id
      WHERE p.state <> 'offline' AND (p.seen_at < ${before} OR NOT u.active) ORDER BY p.user_id`,
  )
  return rows.map((row) => row.userId)
}

/** ready, break → offline for those of them who are still silent since before this instant; answers who moved. */
export async function forgetSilent(tx: Tx, userIds: readonly UserId[], before: Date, now: Date): Promise<UserId[]> {
  const moved = Ids.parse(
    await tx.$queryRaw`
      UPDATE presence p SET state = 'offline', since = ${now} FROM app_user u
      WHERE p.user_id = ANY(${[...userIds]}::uuid[]) AND u.id = p.user_id AND p.state IN ('ready', 'break')
        AND (p.seen_at < ${before} OR NOT u.active) RETURNING p.user_id AS "userId"`,
  ).map((row) => row.userId)
  if (moved.length > 0) await touch(tx, [...moved.map((userId): Topic => `agent:${userId}`), 'wall', 'floor'])
  return moved
}

const AT_WORK = ['ready', 'preview', 'calling', 'talking', 'wrapUp']
/** Agents who are calling or wait for the next customer. */
export const countWorking = (tx: Tx): Promise<number> => tx.presence.count({ where: { state: { in: AT_WORK } } })
