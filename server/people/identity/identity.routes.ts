import type { AuditAction } from '#contract/audit'
import { CustomerId } from '#contract/ids'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.pg.ts'
import type { Caller, Handlers } from '../../platform/http.express.ts'
import { refuse } from '../../platform/problem.ts'
import { strikePhone } from '../contact.store.ts'
import { settleFault } from '../data-faults.store.ts'
import { addNumber, hasNumber, setLanguage, unstrikePhone } from '../numbers.store.ts'
import { lockPerson } from '../person.store.ts'
import { parsePhone } from '../phone-number.ts'
import type { Identity } from './identity.service.ts'
import { listMerges, readPointers } from './merges.store.ts'
import { listProposals, type ProposalKey } from './proposals.store.ts'

const PAGE = 50
const CURSOR = /^([1-3])_([0-9a-f-]{36})_([0-9a-f-]{36})$/

type Names =
  | 'proposal.list'
  | 'merge.make'
  | 'merge.list'
  | 'merge.undo'
  | 'merge.keepApart'
  | 'number.add'
  | 'number.strike'
  | 'number.unstrike'
  | 'language.set'
  | 'fault.settle'
export type IdentityRoutesDeps = { identity: Identity; database: Database; clock: Clock; region: () => Promise<string> }

/** Null: from the beginning. */
function readKey(cursor: string | undefined): ProposalKey | null {
  if (cursor === undefined) return null
  const [, tier, a, b] = CURSOR.exec(cursor) ?? refuse(422, 'validation', { field: 'query.after' })
  const pair = { a: CustomerId.safeParse(a), b: CustomerId.safeParse(b) }
  if (!pair.a.success || !pair.b.success) return refuse(422, 'validation', { field: 'query.after' })
  return { tier: Number(tier), a: pair.a.data, b: pair.b.data }
}

function readMergeKey(cursor: string | undefined): bigint | null {
  if (cursor === undefined) return null
  return /^\d{1,18}$/.test(cursor) ? BigInt(cursor) : refuse(422, 'validation', { field: 'query.after' })
}

/** What a supervisor decides about who is whom and which number is whose. */
export function identityRoutes({ identity, database, clock, region }: IdentityRoutesDeps): Pick<Handlers, Names> {
  type Change = {
    action: AuditAction
    detail?: Record<string, string>
    /** How she is reached has changed: she is queued anew. */
    ofNumbers?: boolean
    work: (tx: Tx, at: Date) => Promise<void>
  }
  /** One change of one customer, under her lock, with its line in the audit. */
  const change = (customerId: CustomerId, { userId }: Caller, { action, detail, ofNumbers, work }: Change) =>
    database.tx(async (tx) => {
      const at = clock.now()
      if (!(await lockPerson(tx, customerId))) refuse(404, 'not-found', { what: 'customer' })
      if ((await readPointers(tx, [customerId])).get(customerId) !== customerId) refuse(409, 'merge.already')
      await work(tx, at)
      await identity.tell(tx, [customerId], { at, actorId: userId, action, ...(detail ? { detail } : {}) })
      if (ofNumbers) await identity.afterChange(tx, customerId, at)
      return {}
    })

  return {
    'proposal.list': async ({ query }) => {
      const rows = await listProposals(database.db, readKey(query.after), PAGE)
      const last = rows.length === PAGE ? rows.at(-1) : undefined
      return {
        rows: rows.map(({ tier: _tier, ...row }) => row),
        next: last ? `${last.tier}_${last.a.id}_${last.b.id}` : null,
      }
    },
    'merge.make': async ({ body, caller }) => ({
      id: String(await identity.merge(body.fromId, body.intoId, caller.userId)),
    }),
    'merge.list': async ({ query }) => {
      const rows = await listMerges(database.db, readMergeKey(query.after), PAGE)
      return { rows, next: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null }
    },
    'merge.undo': async ({ params, caller }) => {
      await identity.undo(BigInt(params.id), caller.userId)
      return {}
    },
    'merge.keepApart': async ({ body, caller }) => {
      await identity.keepApart(body.a, body.b, caller.userId)
      return {}
    },
    'number.add': async ({ params: { id }, body, caller }) => {
      const phone = parsePhone(body.number, await region())
      if (!phone.ok) return refuse(422, phone.code)
      const { e164, country } = phone
      return change(id, caller, {
        action: 'number.added',
        ofNumbers: true,
        work: async (tx, at) => {
          const done = await addNumber(tx, { customerId: id, e164, country, at })
          if (done !== 'added') refuse(409, `number.${done}`)
        },
      })
    },
    'number.strike': ({ params: { id, phoneId }, body: { why }, caller }) =>
      change(id, caller, {
        action: 'number.struck',
        ofNumbers: true,
        detail: { phone: phoneId, why },
        work: async (tx, at) => {
          if (!(await hasNumber(tx, id, phoneId))) refuse(404, 'not-found', { what: 'number' })
          if (!(await strikePhone(tx, id, phoneId, why, at))) refuse(409, 'conflict')
        },
      }),
    'number.unstrike': ({ params: { id, phoneId }, body: { why }, caller }) =>
      change(id, caller, {
        action: 'number.restored',
        ofNumbers: true,
        detail: { phone: phoneId, why },
        work: async (tx) => {
          if (!(await hasNumber(tx, id, phoneId))) refuse(404, 'not-found', { what: 'number' })
          if (!(await unstrikePhone(tx, id, phoneId))) refuse(409, 'conflict')
        },
      }),
    'language.set': ({ params: { id }, body: { language }, caller }) =>
      change(id, caller, {
        action: 'language.set',
        detail: { language },
        work: async (tx) => void (await setLanguage(tx, id, language)),
      }),
    'fault.settle': ({ params: { id }, body: { cause }, caller }) =>
      change(id, caller, {
        action: 'fault.settled',
        detail: { cause },
        work: async (tx, at) => {
          if (!(await settleFault(tx, { customerId: id, cause, byUserId: caller.userId, at }))) refuse(409, 'conflict')
        },
      }),
  }
}
