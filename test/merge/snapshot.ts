import type { PrismaClient } from '../../server/platform/generated/client.ts'

/** Every table that names a customer, and the column that a row keeps for life. */
const TABLES = {
  customer: 'id',
  customer_phone: 'phone_id',
  purchase: 'id',
  contact_record: 'id',
  complaint: 'id',
  promise: 'id',
  merge_proposal: 'customer_a',
  data_fault: 'cause',
  episode: 'id',
  score: 'episode_id',
  work_item: 'id',
  callback: 'id',
  dial_intent: 'id',
  call: 'id',
  attempt: 'id',
  disposition: 'id',
  call_block: 'rule',
  stop: 'id',
} as const
export type TableName = keyof typeof TABLES
export type Snapshot = Record<TableName, string[]>

/** All rows of all these tables that name either of two people, as texts in one order. */
export async function readAll(db: PrismaClient, { a, b }: { a: string; b: string }): Promise<Snapshot> {
  const parts = Object.keys(TABLES).map(
    (table) =>
      `SELECT '${table}' AS "table", to_jsonb(t)::text AS row FROM ${table} t
       WHERE strpos(to_jsonb(t)::text, '${a}') > 0 OR strpos(to_jsonb(t)::text, '${b}') > 0`,
  )
  const rows = await db.$queryRawUnsafe<{ table: TableName; row: string }[]>(
    `${parts.join(' UNION ALL ')} ORDER BY 1, 2`,
  )
  const all = Object.fromEntries(Object.keys(TABLES).map((table) => [table, []])) as unknown as Snapshot
  for (const { table, row } of rows) all[table].push(row)
  return all
}

/** The lasting names of all rows: what may never become fewer. */
export const namesOf = (snapshot: Snapshot, table: TableName): string[] =>
  snapshot[table].map((row) => String(JSON.parse(row)[TABLES[table]])).sort()

const strip = (text: string): string => text.replace(/[0-9a-f-]{36}:/, '')

/** What this person has, whoever she was: the same whichever of two was merged into the other. */
export async function historyOf(db: PrismaClient, customerId: string) {
  const where = { customerId }
  const ids = (rows: { id: unknown }[]) => rows.map(({ id }) => String(id)).sort()
  const live = await db.workItem.findMany({ where: { ...where, state: { not: 'closed' } } })
  const open = await db.episode.findMany({ where: { ...where, closedAt: null } })
  return {
    purchases: (await db.purchase.findMany({ where })).map(({ key, at }) => `${strip(key)} ${at.toISOString()}`).sort(),
    contacts: (await db.contactRecord.findMany({ where })).map(({ key }) => strip(key)).sort(),
    complaints: (await db.complaint.findMany({ where })).map(({ key, status }) => `${strip(key)} ${status}`).sort(),
    promises: ids(await db.promise.findMany({ where })),
    phones: (await db.customerPhone.findMany({ where })).map((row) => `${row.phoneId} ${row.struckAt !== null}`).sort(),
    episodes: ids(await db.episode.findMany({ where })),
    open: ids(open),
    rounds: ids(await db.workItem.findMany({ where })),
    live: live.map(({ id, episodeId }) => `${id} ${episodeId}`),
    callbacks: ids(await db.callback.findMany({ where: { ...where, state: 'pending' } })),
    calls: ids(await db.call.findMany({ where })),
    dials: ids(await db.dialIntent.findMany({ where })),
    attempts: ids(await db.attempt.findMany({ where })),
    dispositions: ids(await db.disposition.findMany({ where })),
    scores: (await db.score.findMany({ where })).map(({ episodeId }) => episodeId).sort(),
    blocks: (await db.callBlock.findMany({ where })).map(({ rule }) => rule).sort(),
    stops: [
      ...new Set((await db.stop.findMany({ where: { ...where, liftedAt: null } })).map(({ kind }) => kind)),
    ].sort(),
    faults: (await db.dataFault.findMany({ where })).map((row) => `${row.cause} ${row.settledAt !== null}`).sort(),
  }
}
