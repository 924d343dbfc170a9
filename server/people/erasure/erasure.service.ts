import { randomUUID } from 'node:crypto'
import type { ErasureReason } from '#contract/erasure'
import type { CustomerId, PhoneId, UserId } from '#contract/ids'
import { touch } from '../../platform/bus.pg.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Tx } from '../../platform/database.pg.ts'
import { refuse } from '../../platform/problem.ts'
import { writeAudit } from '../../staff/audit.store.ts'
import { foldName } from '../digits.ts'
import { lockPerson } from '../person.store.ts'
import type { ErasedKeys } from './erased-keys.store.ts'
import { signsOf } from './erased-signs.ts'
import {
  addErasure,
  awaitUnfinished,
  blankFaults,
  blankHistory,
  blankPerson,
  closeEpisodesOf,
  type Erased,
  findErasure,
  isImporting,
  moveErasure,
  readNumbers,
  readPerson,
  readPersonIds,
  takeUnfinished,
} from './erasure.store.ts'

/** One feature's own rows of the person; run again it finds nothing left to do. */
export type ErasureStep = (tx: Tx, whom: Erased, at: Date) => Promise<void>
export type ErasureNeeds = {
  database: Database
  clock: Clock
  keys: ErasedKeys
  /** In the transaction that begins: refuses while somebody has the customer, and ends what would bring them to a desk. */
  release: ErasureStep
  /** In the transaction that begins: from here on nobody may be dialled, and this stays when all else is gone. */
  stop: (
    tx: Tx,
    stop: { customerId: CustomerId; phoneIds: readonly PhoneId[]; byUserId: UserId; at: Date },
  ) => Promise<unknown>
  /** What the other features keep of the person, in the order in which it goes. */
  steps: readonly ErasureStep[]
}
export type Asked = { customerId: CustomerId; confirm: string; reason: ErasureReason; byUserId: UserId }

/**
 * Forgetting a person (GDPR 17). It begins in one transaction: stopped, off every list, the keyed hashes of numbers and
 * id kept, so that no file brings them back (compliance.md 3.4). Then each feature blanks its own rows, a short transaction a
 * step; the number of steps done is a row, so a process that dies leaves the rest to the next sweep of any other. Days,
 * amounts, codes and ids stay: figures and law need them, and they name nobody.
 *
 * A number that somebody else has as well stays theirs and may be dialled for them: the stop is then the person's, not
 * the number's, unless somebody had recorded one for the number before.
 */
export function createErasure({ database, clock, keys, release, stop, steps }: ErasureNeeds) {
  const all: readonly ErasureStep[] = [...steps, blankHistory]

  const begin = ({ customerId, confirm, reason, byUserId }: Asked): Promise<void> =>
    database.tx(async (tx) => {
      const at = clock.now()
      await keys.closeGate(tx)
      if (!(await lockPerson(tx, customerId))) return refuse(404, 'not-found', { what: 'customer' })
      if (await findErasure(tx, customerId)) return
      const customerIds = await readPersonIds(tx, customerId)
      const person = await readPerson(tx, customerIds)
      const self = person.find(({ id }) => id === customerId)
      if (self?.merged_into) return refuse(409, 'erasure.merged')
      if (foldName(confirm) !== self?.search_name) return refuse(422, 'erasure.confirm')
      if (await isImporting(tx)) return refuse(409, 'erasure.importing')
      const whom: Erased = { erasureId: randomUUID(), customerIds }
      await release(tx, whom, at)
      const phones = await readNumbers(tx, customerIds)
      const own = phones.filter(({ shared }) => !shared).map(({ id }) => id)
      for (const id of customerIds) await stop(tx, { customerId: id, phoneIds: own, byUserId, at })
      await closeEpisodesOf(tx, customerIds, at)
      await addErasure(tx, { id: whom.erasureId, customerId, reason, byUserId, beganAt: at })
      const hash = await keys.hasher(tx)
      const signs = person.flatMap(({ external_id, search_name }) =>
        signsOf({ externalId: external_id, searchName: search_name, phones }),
      )
      await keys.add(tx, whom.erasureId, signs.map(hash))
      const detail = { erasure: whom.erasureId, reason }
      const subject = `customer:${customerId}` as const
      await writeAudit(tx, { at, actorId: byUserId, action: 'customer.erasure-began', subject, detail })
      await touch(tx, ['wall'])
    })

  /** The next step of one customer's erasure, else of the one that waits longest; false when none waits. */
  const step = (customerId?: CustomerId): Promise<boolean> =>
    database.tx(async (tx) => {
      const at = clock.now()
      const due = customerId ? await awaitUnfinished(tx, customerId) : await takeUnfinished(tx)
      if (!due) return false
      const whom: Erased = { erasureId: due.id, customerIds: await readPersonIds(tx, due.customer_id) }
      const next = all[due.step]
      if (next) {
        await next(tx, whom, at)
        await moveErasure(tx, due.id, { step: due.step + 1 })
        return true
      }
      const person = await readPerson(tx, whom.customerIds)
      const numbers = await readNumbers(tx, whom.customerIds)
      const known = {
        externalIds: person.flatMap(({ external_id }) => external_id ?? []),
        searchNames: person.map(({ search_name }) => search_name),
        numbers: numbers.map(({ e164 }) => e164),
      }
      const cursor = await blankFaults(tx, known, due.cursor)
      if (cursor !== null) {
        await moveErasure(tx, due.id, { cursor })
        return true
      }
      await blankPerson(tx, whom, at)
      await moveErasure(tx, due.id, { finishedAt: at })
      const subject = `customer:${due.customer_id}` as const
      const actorId = due.by_user_id as UserId
      await writeAudit(tx, { at, actorId, action: 'customer.erased', subject, detail: { erasure: due.id } })
      await touch(tx, ['wall'])
      return true
    })

  const sweep = async (): Promise<void> => {
    while (await step());
  }

  return {
    sweep,
    step,

    /** Begins, and goes on at once; answers when nothing is left of the person here, whoever took the steps. The carrier may still be asked to delete their voice. */
    erase: async (asked: Asked): Promise<{ finishedAt: string | null }> => {
      await begin(asked)
      while (await step(asked.customerId));
      const erasure = await findErasure(database.db, asked.customerId)
      return { finishedAt: erasure?.finishedAt?.toISOString() ?? null }
    },
  }
}
export type Erasure = ReturnType<typeof createErasure>
