import { z } from 'zod'
import { CallId, CustomerId, PhoneId, TeamId, UserId, WorkItemId } from '#contract/ids'
import { Locale } from '#contract/values'
import type { Tx } from '../../platform/database.pg.ts'

/**
 * Somebody who rings us.
 *
 * greeted   hears the greeting, or what is said out of hours. Left by any key and by silence (waiting), or by a promise to call (callback).
 * waiting   in the line of callers. Left when a desk gets the card (offered), by key 1 (callback), by giving up (gone).
 * offered   the card is before an agent, who answers (answered) or lets it ring (waiting again, first as before).
 * answered  a human has them: from here on it is a call like any other, under the same id.
 * callback  called back, at the head of the queue. closed: out of hours and on the night's number. gone: hung up before a human. None is left.
 */
export type InboundState = 'greeted' | 'waiting' | 'offered' | 'answered' | 'callback' | 'closed' | 'gone'
export const LIVE: readonly InboundState[] = ['greeted', 'waiting', 'offered']

const Row = z.object({
  id: CallId,
  sid: z.string(),
  to_number: z.string(),
  phone_id: z.nullable(PhoneId),
  customer_id: z.nullable(CustomerId),
  language: Locale,
  state: z.enum(['greeted', 'waiting', 'offered', 'answered', 'callback', 'closed', 'gone']),
  team_id: z.nullable(TeamId),
  arrived_at: z.date(),
  queued_at: z.date().nullable(),
  last_agent_id: z.nullable(UserId),
  passed_by: z.array(UserId),
  agent_id: z.nullable(UserId),
  work_item_id: z.nullable(WorkItemId),
  offered_at: z.date().nullable(),
})
export type InboundRow = z.infer<typeof Row>
const many = (rows: unknown): InboundRow[] => z.array(Row).parse(rows)

export type Arrival = {
  id: CallId
  sid: string
  toNumber: string
  phoneId: PhoneId
  customerId: CustomerId
  language: Locale
  at: Date
}
/**
 * With whoever dialled or spoke with this customer last, if they still work here. False when this call is known already:
 * the network tells it twice.
 */
export const insertArrival = async (tx: Tx, arrival: Arrival): Promise<boolean> =>
  (await tx.$executeRaw`
    INSERT INTO inbound_call (id, sid, to_number, phone_id, customer_id, language, state, arrived_at, looked_at, zero_out,
      passed_by, last_agent_id)
    SELECT ${arrival.id}::uuid, ${arrival.sid}, ${arrival.toNumber}, ${arrival.phoneId}::uuid, ${arrival.customerId}::uuid,
      ${arrival.language}, 'greeted', ${arrival.at}::timestamptz, ${arrival.at}::timestamptz, false, '{}',
      (SELECT i.agent_id FROM dial_intent i JOIN app_user u ON u.id = i.agent_id AND u.active
        WHERE i.customer_id = ${arrival.customerId}::uuid ORDER BY i.created_at DESC LIMIT 1)
    ON CONFLICT (sid) DO NOTHING`) > 0

export const readBySid = async (tx: Tx, sid: string): Promise<InboundRow | null> =>
  many(await tx.$queryRaw`SELECT * FROM inbound_call WHERE sid = ${sid}`)[0] ?? null
export const lockInbound = async (tx: Tx, id: string): Promise<InboundRow | null> =>
  many(await tx.$queryRaw`SELECT * FROM inbound_call WHERE id = ${id}::uuid FOR UPDATE`)[0] ?? null
export const lockBySid = async (tx: Tx, sid: string): Promise<InboundRow | null> =>
  many(await tx.$queryRaw`SELECT * FROM inbound_call WHERE sid = ${sid} FOR UPDATE`)[0] ?? null

const Waiting = z.array(Row.extend({ skills: z.array(z.string()) }))
/**
 * Who waits longest and whose number we are not dialling just now, with the skills that the campaign of their round asks for; held until
 * the transaction ends, other processes pass them by. Whose round it is: as `leaseFor` finds it.
 */
export const lockWaiting = async (tx: Tx, limit: number): Promise<z.infer<typeof Waiting>> =>
  Waiting.parse(
    await tx.$queryRaw`
      SELECT b.*, coalesce((SELECT k.skills FROM work_item w JOIN campaign k ON k.id = w.campaign_id
        WHERE w.state <> 'closed' AND (w.customer_id = b.customer_id OR w.phone_id = b.phone_id)
        ORDER BY w.customer_id = b.customer_id DESC LIMIT 1), '{}') AS skills
      FROM inbound_call b WHERE b.state = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM dial_intent i WHERE i.phone_id = b.phone_id AND i.state IN ('created', 'sent', 'bound', 'unknown'))
      ORDER BY b.queued_at, b.id LIMIT ${limit} FOR UPDATE OF b SKIP LOCKED`,
  )

/** Offered and not answered since before this instant. */
export const readUnanswered = async (tx: Tx, offeredBefore: Date): Promise<InboundRow[]> =>
  many(await tx.$queryRaw`SELECT * FROM inbound_call WHERE state = 'offered' AND offered_at <= ${offeredBefore}`)

/** Live ones of whom nothing was heard since before this instant, taken by one process at a time. */
export const takeSilent = async (tx: Tx, heardBefore: Date, now: Date): Promise<InboundRow[]> =>
  many(
    await tx.$queryRaw`
      UPDATE inbound_call SET looked_at = ${now} WHERE state IN ('greeted', 'waiting', 'offered') AND looked_at <= ${heardBefore}
      RETURNING *`,
  )

export type InboundPatch = {
  state?: InboundState
  teamId?: TeamId | null
  queuedAt?: Date
  zeroOut?: boolean
  passedBy?: { push: UserId }
  agentId?: UserId | null
  workItemId?: WorkItemId | null
  offeredAt?: Date | null
  answeredAt?: Date
  endedAt?: Date
  lookedAt?: Date
}
/** Compare-and-set. */
export const moveInbound = async (
  tx: Tx,
  which: { id: string } | { sid: string },
  from: readonly InboundState[],
  patch: InboundPatch,
): Promise<boolean> =>
  (
    await tx.inboundCall.updateMany({
      where: { ...('id' in which ? { id: which.id } : { sid: which.sid }), state: { in: [...from] } },
      data: patch,
    })
  ).count > 0

const Heard = z.array(z.object({ language: Locale, place: z.number().nullable() }))
/**
 * Writes down that the network still has this caller on the line, and tells their language and their place, from 1; no place where they
 * stand in no line.
 */
export const markHeard = async (tx: Tx, sid: string, now: Date): Promise<z.infer<typeof Heard>[number] | null> =>
  Heard.parse(
    await tx.$queryRaw`
      UPDATE inbound_call b SET looked_at = CASE WHEN b.state IN ('greeted', 'waiting', 'offered') THEN ${now}::timestamptz ELSE b.looked_at END
      WHERE b.sid = ${sid}
      RETURNING b.language, CASE WHEN b.queued_at IS NOT NULL THEN 1 + (SELECT count(*)::int FROM inbound_call o
        WHERE o.state IN ('waiting', 'offered') AND (o.queued_at, o.id) < (b.queued_at, b.id)) END AS place`,
  )[0] ?? null

const Load = z.tuple([z.object({ agents: z.number(), handle_seconds: z.number().nullable() })])
/** How many work now, and how long a conversation with its wrap-up took of late, seconds. */
export async function readLoad(tx: Tx, since: Date): Promise<{ agents: number; handleSeconds: number | null }> {
  const [row] = Load.parse(
    await tx.$queryRaw`
      SELECT (SELECT count(*)::int FROM presence WHERE state IN ('ready', 'preview', 'calling', 'talking', 'wrapUp')) AS agents,
        (SELECT avg(extract(epoch FROM d.at - c.answered_at))::float8 FROM call c JOIN disposition d ON d.call_id = c.id
          WHERE c.dialled_at >= ${since} AND c.answered_at IS NOT NULL) AS handle_seconds`,
  )
  return { agents: row.agents, handleSeconds: row.handle_seconds }
}

const Free = z.array(
  z.object({
    userId: UserId,
    teamId: z.nullable(TeamId),
    languages: z.array(Locale),
    skills: z.array(z.string()),
    readySince: z.date(),
  }),
)
/** Who waits for a customer with an ear on the line, in their own room. */
export const readFree = async (tx: Tx): Promise<z.infer<typeof Free>> =>
  Free.parse(
    await tx.$queryRaw`
      SELECT p.user_id AS "userId", u.team_id AS "teamId", u.languages, u.skills, p.since AS "readySince"
      FROM presence p JOIN app_user u ON u.id = p.user_id AND u.active
      JOIN seat s ON s.agent_id = p.user_id AND s.state = 'in' AND s.room_of IS NULL WHERE p.state = 'ready'`,
  )

/** Anybody of the team, to whom a promise to call may belong whom nobody called before. */
export async function readAnyAgent(tx: Tx, teamId: TeamId | null): Promise<UserId | null> {
  const rows = await tx.$queryRaw`
    SELECT u.id FROM app_user u LEFT JOIN presence p ON p.user_id = u.id
    WHERE u.active AND u.role = 'agent' AND (${teamId}::uuid IS NULL OR u.team_id = ${teamId}::uuid)
    ORDER BY p.state IS NULL OR p.state = 'offline', p.since, u.id LIMIT 1`
  return z.array(z.object({ id: UserId })).parse(rows)[0]?.id ?? null
}

export type Answered = {
  id: CallId
  sid: string
  item: { id: WorkItemId; fence: bigint }
  customerId: CustomerId
  phoneId: PhoneId
  agentId: UserId
  at: Date
}
/** From here on a call like any other: its leg is bound, its number is not dialled meanwhile. False when it rings for somebody else. */
export async function insertAnswered(tx: Tx, a: Answered): Promise<boolean> {
  const made = await tx.$executeRaw`
    INSERT INTO dial_intent (id, work_item_id, fence, customer_id, phone_id, agent_id, mode, state, sid, created_at, sent_at, permit)
    VALUES (${a.id}::uuid, ${a.item.id}::uuid, ${a.item.fence}, ${a.customerId}::uuid, ${a.phoneId}::uuid, ${a.agentId}::uuid,
      'carrier', 'bound', ${a.sid}, ${a.at}, ${a.at}, '{}') ON CONFLICT DO NOTHING`
  if (made === 0) return false
  await tx.$executeRaw`
    INSERT INTO call (id, sid, work_item_id, customer_id, agent_id, mode, direction, state, dialled_at, muted, held)
    VALUES (${a.id}::uuid, ${a.sid}, ${a.item.id}::uuid, ${a.customerId}::uuid, ${a.agentId}::uuid, 'carrier', 'in', 'sent', ${a.at}, false, false)`
  return true
}
