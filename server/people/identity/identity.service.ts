import type { CustomerId, UserId } from '#contract/ids'
import { touch } from '../../platform/bus.pg.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.pg.ts'
import { refuse } from '../../platform/problem.ts'
import type { Audit } from '../../staff/audit.store.ts'
import { isErased } from '../erasure/erasure.store.ts'
import { lockPeople } from '../person.store.ts'
import { insertMerge, isBuiltOn, markUndone, readMerge, readPointers } from './merges.store.ts'
import { keepApart } from './proposals.store.ts'
import type { Merging, Repointer } from './repoint.ts'

type Line = Omit<Parameters<Audit>[1], 'subject'>
export type IdentityDeps = {
  database: Database
  clock: Clock
  /** Every feature that owns rows of a customer, from left to right. */
  repointers: readonly Repointer[]
  audit: Audit
  /** In the transaction that changed who somebody is or how she is reached: she is judged and queued anew. */
  afterChange: (tx: Tx, customerId: CustomerId, now: Date) => Promise<void>
}

/**
 * Who is whom. A merge is one transaction under the locks of both: every feature moves its own rows and tells what it moved, which the
 * merge keeps, so that undoing it puts back exactly these. Of a chain the last merge is undone first.
 */
export function createIdentity({ database, clock, repointers, audit, afterChange }: IdentityDeps) {
  /** One line for each of these customers in the audit, and the worklist is told. */
  const tell = async (tx: Tx, ids: readonly CustomerId[], line: Line): Promise<void> => {
    for (const id of ids) await audit(tx, { ...line, subject: `customer:${id}` })
    await touch(tx, ['quality'])
  }

  /** Refuses unless both exist and each stands for itself. */
  const checkPair = async (tx: Tx, ids: readonly CustomerId[], merged: string): Promise<void> => {
    const pointers = await readPointers(tx, ids)
    for (const id of ids) {
      const standsFor = pointers.get(id) ?? refuse(404, 'not-found', { what: 'customer' })
      if (standsFor !== id) refuse(409, merged)
    }
    if (await isErased(tx, ids)) refuse(409, 'merge.erased')
  }

  const merge = async (fromId: CustomerId, intoId: CustomerId, byUserId: UserId): Promise<bigint> => {
    if (fromId === intoId) refuse(422, 'merge.self')
    await checkPair(database.db, [fromId, intoId], 'merge.already')
    return database.tx(async (tx) => {
      await lockPeople(tx, [fromId, intoId])
      await checkPair(tx, [fromId, intoId], 'conflict') // whoever was faster has had the locks before
      const at = clock.now()
      const merging: Merging = { fromId, intoId, at }
      const moved: Record<string, unknown> = {}
      for (const one of repointers) moved[one.name] = await one.move(tx, merging)
      const id = await insertMerge(tx, { ...merging, byUserId, moved })
      const detail = { from: fromId, into: intoId, merge: String(id) }
      await tell(tx, [intoId, fromId], { at, actorId: byUserId, action: 'customer.merged', detail })
      await afterChange(tx, intoId, at)
      return id
    })
  }

  const undo = async (id: bigint, byUserId: UserId): Promise<void> => {
    const known = (await readMerge(database.db, id)) ?? refuse(404, 'not-found', { what: 'merge' })
    if (known.undoneAt) refuse(409, 'merge.undone')
    await database.tx(async (tx) => {
      const { fromId, intoId, at, moved } = known
      await lockPeople(tx, [fromId, intoId])
      if (await isErased(tx, [fromId, intoId])) refuse(409, 'merge.erased')
      if (await isBuiltOn(tx, known)) refuse(409, 'merge.later')
      const now = clock.now()
      if (!(await markUndone(tx, id, byUserId, now))) refuse(409, 'conflict')
      for (const one of repointers) await one.putBack(tx, { fromId, intoId, at }, moved[one.name])
      const detail = { from: fromId, into: intoId, merge: String(id) }
      await tell(tx, [intoId, fromId], { at: now, actorId: byUserId, action: 'customer.unmerged', detail })
      await afterChange(tx, intoId, now)
      await afterChange(tx, fromId, now)
    })
  }

  /** Says for ever that two are two, whatever number they share. */
  const part = async (a: CustomerId, b: CustomerId, byUserId: UserId): Promise<void> => {
    if (a === b) refuse(422, 'merge.self')
    await database.tx(async (tx) => {
      await lockPeople(tx, [a, b])
      await checkPair(tx, [a, b], 'merge.already')
      const at = clock.now()
      if (!(await keepApart(tx, a, b, byUserId, at))) refuse(409, 'conflict')
      await tell(tx, [a, b], { at, actorId: byUserId, action: 'customer.kept-apart', detail: { a, b } })
    })
  }

  return { merge, undo, keepApart: part, tell, afterChange }
}
export type Identity = ReturnType<typeof createIdentity>
