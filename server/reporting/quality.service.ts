import type { Comparison, Quality, QualityCause, QualityRow } from '#contract/identity'
import type { CustomerId } from '#contract/ids'
import { signOf } from '../people/identity/proposals.store.ts'
import type { People } from '../people/people.service.ts'
import { maskPhone } from '../people/phone-number.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { readProposal, readSide } from './compare.store.ts'
import { type CauseKey, countCauses, FIRST_KEY, listCause, readFaultyImports } from './quality.store.ts'

const PAGE = 50
const HOUSEHOLD_SHOWN = 8
const CURSOR = /^([0-9a-f]{8}-[0-9a-f-]{27})_([0-9a-f]{8}-[0-9a-f-]{27})$/

export type QualityNeeds = { database: Database; clock: Clock; people: Pick<People, 'survivorOf' | 'sharers'> }

const readKey = (cursor: string | undefined): CauseKey => {
  if (cursor === undefined) return FIRST_KEY
  const [, customerId = '', phoneId = ''] = CURSOR.exec(cursor) ?? refuse(422, 'validation', { field: 'query.after' })
  return { customerId, phoneId }
}

/** What keeps our own data from being good: counts by cause, and the rows behind each. */
export function createQuality({ database, clock, people }: QualityNeeds) {
  const { db } = database

  const summary = async (): Promise<Quality> => ({
    asOf: clock.now().toISOString(),
    causes: await countCauses(db),
    imports: await readFaultyImports(db),
  })

  const rows = async (
    cause: QualityCause,
    after: string | undefined,
  ): Promise<{ rows: QualityRow[]; next: string | null }> => {
    if (cause === 'proposal') return refuse(422, 'validation', { field: 'query.cause' })
    const found = await listCause(db, cause, readKey(after), PAGE)
    const last = found.length === PAGE ? found.at(-1) : undefined
    return {
      rows: found.map(({ number, ...row }) => ({
        ...row,
        number: number && { phoneId: number.phoneId, masked: maskPhone(number.e164) },
      })),
      next: last ? `${last.customer.id}_${last.number?.phoneId ?? FIRST_KEY.phoneId}` : null,
    }
  }

  /** Two rows side by side. Refuses 404 where one is unknown, 409 where one has been merged already. */
  const compare = async (a: CustomerId, b: CustomerId): Promise<Comparison> => {
    if (a === b) refuse(422, 'merge.self')
    for (const id of [a, b]) {
      const standsFor = (await people.survivorOf(db, id)) ?? refuse(404, 'not-found', { what: 'customer' })
      if (standsFor !== id) refuse(409, 'merge.already')
    }
    const [left, right] = [await readSide(db, a), await readSide(db, b)]
    if (!left || !right) return refuse(404, 'not-found', { what: 'customer' })
    const proposal = await readProposal(db, a, b)
    const idsOf = (side: typeof left) => new Set(side.numbers.map(({ phoneId }) => phoneId))
    const mark = (side: typeof left, other: typeof left) => {
      const theirs = idsOf(other)
      return { ...side, numbers: side.numbers.map((one) => ({ ...one, both: theirs.has(one.phoneId) })) }
    }
    return {
      a: mark(left, right),
      b: mark(right, left),
      sign: proposal && signOf(proposal.tier),
      keptApart: proposal?.state === 'apart',
      household: await people.sharers(db, [a, b], HOUSEHOLD_SHOWN),
    }
  }

  return { summary, rows, compare }
}
export type QualityReports = ReturnType<typeof createQuality>
