import type { Offer, Outcome, Reason, Taxonomy } from '#contract/programme'
import { readVersions, touch } from '../platform/bus.pg.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Installation } from '../platform/generated/client.ts'
import { readDefaults } from './defaults.ts'
import { defaultOfferCost } from './offer-costs.ts'
import {
  addDefaults,
  raiseCompleteThrough,
  readInstallation,
  readTaxonomy,
  repriceOffer,
  writeInstallation,
} from './programme.store.ts'
import shipped from './taxonomy.json' with { type: 'json' }

export type { Installation } from '../platform/generated/client.ts'
export type Programme = ReturnType<typeof createProgramme>

/** Raised by whatever changes the codes, so that every process knows that what it keeps is old. */
const CODES = 'programme'

/** What the win-back programme says. Codes are kept in the process; the installation is one row, read when asked. */
export function createProgramme({ database }: { database: Database }) {
  let kept: Promise<Taxonomy> | null = null
  let known: Installation | null = null
  let version = 0
  const refresh = async (): Promise<Installation> => {
    const raised = (await readVersions(database.db, [CODES])).get(CODES) ?? 0
    if (raised !== version) kept = null
    version = raised
    known = await readInstallation(database.db)
    return known
  }

  const taxonomy = (): Promise<Taxonomy> => {
    if (kept) return kept
    const reading = readTaxonomy(database.db).catch((error) => {
      if (kept === reading) kept = null
      throw error
    })
    kept = reading
    return reading
  }

  const find = <T extends { code: string }>(rows: readonly T[], code: string): T | null =>
    rows.find((row) => row.code === code) ?? null

  return {
    taxonomy,
    outcome: async (code: string): Promise<Outcome | null> => find((await taxonomy()).outcomes, code),
    reason: async (code: string): Promise<Reason | null> => find((await taxonomy()).reasons, code),
    offer: async (code: string): Promise<Offer | null> => find((await taxonomy()).offers, code),

    /** Inside a transaction pass it: a second connection taken while one is held can starve the pool. */
    installation: (tx: Tx = database.db): Promise<Installation> => readInstallation(tx),

    /** As of the last refresh: asks nothing of the database, so it is safe inside any transaction. */
    known: async (): Promise<Installation> => known ?? refresh(),
    /** The tick's: what another process changed is known here half a second later. */
    refresh,

    /**
     * The shipped codes, at every start; what exists stays as it is. Each table by itself, outside a transaction: what is
     * missing is added at the next start, and a slow machine's start does not end at a transaction's time limit.
     */
    loadDefaults: async (): Promise<void> => {
      const { currency } = await readInstallation(database.db)
      if ((await addDefaults(database.db, readDefaults(shipped, currency))) > 0) await touch(database.db, [CODES])
      kept = null
    },

    /** Purchases are known up to this instant; never set back. */
    setCompleteThrough: (tx: Tx, at: Date): Promise<void> => raiseCompleteThrough(tx, at),

    /** In the transaction of the line that says who did it; known everywhere at the next tick. */
    setRecordingDays: async (tx: Tx, recordingDays: number): Promise<void> => writeInstallation(tx, { recordingDays }),

    /** A new currency takes the offers along whose cost nobody has set. */
    setInstallation: async (patch: Partial<Omit<Installation, 'id'>>): Promise<void> => {
      await database.tx(async (tx) => {
        const before = await readInstallation(tx)
        await writeInstallation(tx, patch)
        await touch(tx, [CODES])
        if (!patch.currency || patch.currency === before.currency) return
        for (const { code } of readDefaults(shipped, before.currency).offers)
          await repriceOffer(tx, code, defaultOfferCost(code, before.currency), defaultOfferCost(code, patch.currency))
      })
      kept = null
      await refresh()
    },
  }
}
