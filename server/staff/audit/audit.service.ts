import type { AuditFilter, AuditLine, AuditStatus } from '#contract/audit'
import type { UserId } from '#contract/ids'
import { touch } from '../../platform/bus.pg.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database.pg.ts'
import { addJob } from '../../platform/jobs.pg.ts'
import { writeAudit } from '../audit.store.ts'
import { createAuditChain } from './audit-chain.service.ts'
import type { ChainFault } from './chain.ts'
import { countPending, readHead } from './seal.store.ts'
import { addExport, beginCheck, type Cursor, moveCheck, pageTrail, readCheck } from './trail.store.ts'

const LISTED = 50
const EXPORTED_AT_ONCE = 2_000
export const VERIFY_JOB = 'audit.verify'

const readCursor = (text: string): Cursor => {
  const [at = '', id = '0'] = text.split('_')
  return { at: new Date(at), id: BigInt(id) }
}
const toTold = ({ kind, position, lineId }: ChainFault) => ({
  kind,
  position: Number(position),
  lineId: lineId === null ? null : String(lineId),
})

/** The trail as the auditor reads it: its lines, how far they are sealed, and whether the chain holds. */
export function createAuditTrail({ database, clock }: { database: Database; clock: Clock }) {
  const chain = createAuditChain({ database })

  const status = async (): Promise<AuditStatus> => {
    const head = await readHead(database.db)
    const check = await readCheck(database.db)
    return {
      sealed: Number(head.position),
      head: head.hash,
      waiting: await countPending(database.db),
      check: check && {
        askedAt: check.askedAt.toISOString(),
        finishedAt: check.finishedAt?.toISOString() ?? null,
        position: Number(check.position),
        fault: check.fault,
      },
    }
  }

  return {
    chain,
    status,

    list: async ({
      before,
      ...filter
    }: AuditFilter & { before?: string | undefined }): Promise<{ lines: AuditLine[]; next: string | null }> => {
      const { lines, last } = await pageTrail(database.db, filter, before ? readCursor(before) : null, LISTED)
      return { lines, next: last && `${last.at.toISOString()}_${last.id}` }
    },

    /** The lines as the filter finds them, page by page; that they were taken out is committed before the first of them. */
    take: async (
      filter: AuditFilter,
      { reason, userId }: { reason: string; userId: UserId },
    ): Promise<AsyncGenerator<AuditLine[]>> => {
      const at = clock.now()
      await database.tx(async (tx) => {
        const id = await addExport(tx, { at, byId: userId, reason, asked: filter })
        const detail = { export: id, ...filter }
        await writeAudit(tx, { at, actorId: userId, action: 'audit.exported', subject: 'audit:trail', detail })
      })
      async function* pages(): AsyncGenerator<AuditLine[]> {
        for (let before: Cursor | null = null; ; ) {
          const { lines, last } = await pageTrail(database.db, filter, before, EXPORTED_AT_ONCE)
          yield lines
          if (!last) return
          before = last
        }
      }
      return pages()
    },

    /** Asks for a check of the whole chain, which a job makes. */
    askCheck: async (userId: UserId): Promise<AuditStatus> => {
      const at = clock.now()
      await database.tx(async (tx) => {
        await beginCheck(tx, at)
        await writeAudit(tx, { at, actorId: userId, action: 'audit.verified', subject: 'audit:trail' })
        await addJob(tx, VERIFY_JOB)
        await touch(tx, ['audit'])
      })
      return status()
    },

    check: async (): Promise<void> => {
      const { head, fault } = await chain.verify((position) =>
        database.tx(async (tx) => {
          await moveCheck(tx, { position, finishedAt: null, fault: null })
          await touch(tx, ['audit'])
        }),
      )
      await database.tx(async (tx) => {
        const found = fault && toTold(fault)
        await moveCheck(tx, { position: head.position, finishedAt: clock.now(), fault: found })
        await touch(tx, ['audit'])
      })
    },
  }
}
export type AuditTrail = ReturnType<typeof createAuditTrail>
