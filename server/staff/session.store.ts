import * as z from 'zod/mini'
import { TeamId, UserId } from '#contract/ids'
import { Role } from '#contract/staff'
import { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'
import type { Caller } from '../platform/http.express.ts'

const Data = z.record(z.string(), z.json())
export type SessionData = z.infer<typeof Data>
/** How long a session stands: while used, and at most; in the clock's milliseconds. */
export type SessionSpan = { idleMs: number; absoluteMs: number }

const CallerRow = z.array(
  z.object({ userId: UserId, name: z.string(), role: Role, teamId: z.nullable(TeamId), locale: Locale }),
)

const plus = (at: Date, ms: number) => new Date(at.getTime() + ms)

export async function readSession(tx: Tx, sidHash: string, now: Date): Promise<SessionData | null> {
  const row = await tx.session.findFirst({ where: { sidHash, expiresAt: { gt: now } }, select: { data: true } })
  return row && Data.parse(row.data)
}

export async function saveSession(
  tx: Tx,
  session: { sidHash: string; userId: UserId | null; data: SessionData },
  now: Date,
  span: SessionSpan,
): Promise<void> {
  const expiresAt = plus(now, Math.min(span.idleMs, span.absoluteMs))
  const { sidHash, userId, data } = session
  await tx.session.upsert({
    where: { sidHash },
    create: { sidHash, userId, data, createdAt: now, expiresAt },
    update: { userId, data },
    select: { sidHash: true },
  })
}

/** Used: idle time starts anew, never beyond the absolute end. Within a minute of the last time nothing is written. */
export async function touchSession(tx: Tx, sidHash: string, now: Date, span: SessionSpan): Promise<void> {
  const until = plus(now, span.idleMs)
  await tx.$executeRaw`
    UPDATE session SET expires_at = LEAST(${until}, created_at + ${span.absoluteMs}::float8 * interval '1 millisecond')
    WHERE sid_hash = ${sidHash} AND expires_at > ${now} AND expires_at < ${plus(until, -span.idleMs / 30)}`
}

/** The same for all sessions of these users: an agent with a customer is not idle. */
export async function touchSessionsOf(tx: Tx, userIds: readonly UserId[], now: Date, span: SessionSpan): Promise<void> {
  const until = plus(now, span.idleMs)
  await tx.$executeRaw`
    UPDATE session SET expires_at = LEAST(${until}, created_at + ${span.absoluteMs}::float8 * interval '1 millisecond')
    WHERE user_id = ANY(${[...userIds]}::uuid[]) AND expires_at > ${now} AND expires_at < ${plus(until, -span.idleMs / 30)}`
}

export async function endSession(tx: Tx, sidHash: string): Promise<void> {
  await tx.session.deleteMany({ where: { sidHash } })
}

export async function endSessionsOf(tx: Tx, userId: UserId): Promise<void> {
  await tx.session.deleteMany({ where: { userId } })
}

export async function forgetSessions(tx: Tx, now: Date): Promise<void> {
  await tx.session.deleteMany({ where: { expiresAt: { lte: now } } })
}

/** Who stands behind a session at this instant, with the role of this instant; null when it ended or they are switched off. */
export async function readCaller(tx: Tx, sidHash: string, now: Date): Promise<Caller | null> {
  const rows = CallerRow.parse(
    await tx.$queryRaw`
      SELECT u.id AS "userId", u.name, u.role, u.team_id AS "teamId", u.locale
      FROM session s JOIN app_user u ON u.id = s.user_id
      WHERE s.sid_hash = ${sidHash} AND s.expires_at > ${now} AND u.active`,
  )
  return rows[0] ?? null
}
