import { setTimeout as wait } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import { expect } from 'vitest'
import { type Signed, seedDesks, seedStaff } from '../harness/desks.ts'
import { clockFrom, startHouse } from '../harness/house.ts'

/** What nobody may change by asking for it wrongly. Presence is told apart by its state alone: it also says who was seen when. */
const TABLES =
  'installation team app_user campaign customer customer_name phone customer_phone purchase contact_record complaint promise episode import_run import_fault stop attempt work_item callback skip dial_intent call disposition reason_given offer_made draft'
/** Within calling hours in Tashkent. */
const NOON = '2026-11-24T07:00:00Z'
const OTHER_TEAM = '00000000-0000-4000-8000-0000000000fe'

export type Attack = {
  by: Signed | null
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array
  /** Null leaves one out. */
  headers?: Record<string, string | null>
}
export type Refused = { status: number; code: string; audited?: boolean }

/** The whole product, with two desks at work and one of each other role, one of them of another team. */
export async function openTarget({ state = 'preview' }: { state?: 'preview' | 'spoken' } = {}) {
  const house = await startHouse({ clock: clockFrom(NOON), carried: false })
  const { database, env } = house
  const now = new Date(NOON)
  const sessionSecret = env.SESSION_SECRET ?? ''
  const [ann, ben] = await seedDesks(database, { count: 2, now, sessionSecret, state })
  const seat = async (role: 'supervisor' | 'admin' | 'auditor') => {
    const [person] = await seedStaff(database, { count: 1, role, now, sessionSecret })
    if (!person) throw new Error('nobody came')
    return person
  }
  if (!ann || !ben) throw new Error('nobody came')
  const [supervisor, stranger, admin, auditor] = [
    await seat('supervisor'),
    await seat('supervisor'),
    await seat('admin'),
    await seat('auditor'),
  ]
  await database.db.team.create({ data: { id: OTHER_TEAM, name: 'Others' } })
  await database.db.user.update({ where: { id: stranger.userId }, data: { teamId: OTHER_TEAM } })
  while ((await database.db.customer.count({ where: { soundVersion: null } })) > 0) await wait(20)

  /** Everything that must stand as it stood. */
  const look = async (): Promise<string> => {
    const digests = TABLES.split(' ').map(
      (table) =>
        `SELECT '${table}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS rows FROM ${table} t`,
    )
    digests.push(
      `SELECT 'presence', md5(coalesce(string_agg(user_id || state, '|' ORDER BY user_id), '')) FROM presence`,
    )
    return JSON.stringify(await database.db.$queryRawUnsafe(digests.join(' UNION ALL ')))
  }
  const lines = (action = 'access.refused') => database.db.auditLine.count({ where: { action } })

  const send = async ({ by, method = 'POST', path, body, raw, headers = {} }: Attack) => {
    const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const all: Record<string, string | null> = {
      origin: house.url,
      cookie: by?.cookie ?? null,
      'x-csrf': by?.csrf ?? null,
      'content-type': sent === undefined ? null : 'application/json',
      ...headers,
    }
    const answer = await fetch(`${house.url}/api${path}`, {
      method,
      headers: Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== null),
      ...(sent === undefined ? {} : { body: typeof sent === 'string' ? sent : new Uint8Array(sent) }),
    })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  /** Sends it, and checks all that a hostile request must leave behind: nothing, but a clear answer and, for the forbidden, one line. */
  const refuses = async (attack: Attack, { status, code, audited = false }: Refused): Promise<void> => {
    const [state, refused] = [await look(), await lines()]
    const answer = await send(attack)
    const problem = JSON.parse(answer.text).problem as { code: string }
    expect([answer.status, problem.code]).toEqual([status, code])
    expect(answer.headers.get('content-type')).toContain('application/json')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.text).not.toMatch(/<script|at \S+ \(|node_modules|SELECT /i)
    expect(await look()).toBe(state)
    expect((await lines()) - refused).toBe(audited ? 1 : 0)
  }

  const sockets: Socket[] = []
  /** A socket as this person's page opens it; `why` it was not let in, else null. */
  const connect = async (by: Signed | null, options: { origin?: string; transports?: string[] } = {}) => {
    const socket = io(house.url, {
      transports: options.transports ?? ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { origin: options.origin ?? house.url, ...(by ? { cookie: by.cookie } : {}) },
    })
    sockets.push(socket)
    const why = await new Promise<string | null>((done) => {
      socket.once('connect', () => done(null))
      socket.once('connect_error', (error) => done(error.message))
    })
    return { socket, why }
  }

  return {
    house,
    database,
    ann,
    ben,
    supervisor,
    stranger,
    admin,
    auditor,
    look,
    lines,
    send,
    refuses,
    connect,
    close: async () => {
      for (const socket of sockets) socket.disconnect()
      await house.close()
    },
  }
}
export type Target = Awaited<ReturnType<typeof openTarget>>
