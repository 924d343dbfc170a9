import { touch } from '../../platform/bus.pg.ts'
import type { Database } from '../../platform/database.pg.ts'
import { BEGINNING, type ChainFault, followChain, type Head, isFault, sealLines } from './chain.ts'
import { addLinks, findLoose, readHead, readLinks, readPending, takeSealer } from './seal.store.ts'

/** Lines in one transaction: well below a second. */
const SEALED_AT_ONCE = 2_000
const PAGE = 5_000
/** Ids of lines that somebody slipped in may be anything. */
const BEFORE_ALL = -(2n ** 63n)

export type Verdict = { head: Head; fault: ChainFault | null }

/**
 * Lines are written unchained, so that no transaction waits for another; what has committed is sealed behind them, a
 * second later, by whichever process comes first. A line stands in the chain where it was seen, not where it began.
 */
export function createAuditChain({ database }: { database: Database }) {
  const sealSome = (): Promise<number> =>
    database.tx(async (tx) => {
      if (!(await takeSealer(tx))) return 0
      const lines = await readPending(tx, SEALED_AT_ONCE)
      if (lines.length === 0) return 0
      await addLinks(tx, sealLines(await readHead(tx), lines))
      await touch(tx, ['audit'])
      return lines.length
    })

  return {
    /** Seals all that waits. */
    seal: async (): Promise<void> => {
      for (let sealed = SEALED_AT_ONCE; sealed === SEALED_AT_ONCE; ) sealed = await sealSome()
    },

    /**
     * Follows the chain from its beginning, page by page: bounded memory, no long snapshot. `progress` hears the position
     * after each page; `known` is a head that was written down, which the chain must still go through.
     */
    verify: async (progress?: (position: bigint) => Promise<void> | void, known?: Head): Promise<Verdict> => {
      let head: Head = BEGINNING
      for (;;) {
        const links = await readLinks(database.db, head.position, PAGE)
        if (links.length === 0) break
        const passed = links.find(({ position }) => position === known?.position)
        const end = followChain(head, links)
        if (isFault(end)) return { head, fault: end }
        if (passed && known && passed.hash !== known.hash)
          return { head, fault: { kind: 'changed', position: passed.position, lineId: passed.lineId } }
        head = end
        await progress?.(head.position)
      }
      if (known && known.position > head.position)
        return { head, fault: { kind: 'removed', position: head.position + 1n, lineId: null } }
      for (let after = BEFORE_ALL; ; ) {
        const { loose, last } = await findLoose(database.db, after, PAGE)
        if (loose !== null) return { head, fault: { kind: 'inserted', position: head.position + 1n, lineId: loose } }
        if (last === null) return { head, fault: null }
        after = last
      }
    },
  }
}
export type AuditChain = ReturnType<typeof createAuditChain>
