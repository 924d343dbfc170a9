import { Offer, Outcome, Reason, Taxonomy } from '#contract/programme'
import type { Tx } from '../platform/database.pg.ts'
import type { Installation } from '../platform/generated/client.ts'
import type { DefaultRows } from './defaults.ts'

const THE_HOUSE = { id: 1 }

/** The codes that are in use, in their order. */
export async function readTaxonomy(tx: Tx): Promise<Taxonomy> {
  const inUse = { where: { retiredAt: null }, orderBy: { position: 'asc' as const } }
  const reasons = await tx.reason.findMany(inUse)
  const offers = await tx.offer.findMany(inUse)
  const outcomes = await tx.outcome.findMany(inUse)
  return Taxonomy.parse({
    reasons: reasons.map(({ position: _, retiredAt: __, ...row }) => Reason.parse(row)),
    offers: offers.map(({ position: _, retiredAt: __, costMinor, ...row }) =>
      Offer.parse({ ...row, costMinor: String(costMinor) }),
    ),
    outcomes: outcomes.map(({ position: _, retiredAt: __, ...row }) => Outcome.parse(row)),
  })
}

/** Adds what is missing and answers how much that was; a row that exists keeps what the supervisor made of it. */
export async function addDefaults(tx: Tx, rows: DefaultRows): Promise<number> {
  const placed = <T>(list: readonly T[]) => list.map((row, position) => ({ ...row, position }))
  const reasons = await tx.reason.createMany({ data: placed(rows.reasons), skipDuplicates: true })
  const offers = await tx.offer.createMany({ data: placed(rows.offers), skipDuplicates: true })
  const outcomes = await tx.outcome.createMany({ data: placed(rows.outcomes), skipDuplicates: true })
  return reasons.count + offers.count + outcomes.count
}

/** Moves the cost of an offer that nobody has changed: one still at `from`. */
export async function repriceOffer(tx: Tx, code: string, from: bigint, to: bigint): Promise<void> {
  await tx.offer.updateMany({ where: { code, costMinor: from }, data: { costMinor: to } })
}

export const readInstallation = (tx: Tx): Promise<Installation> =>
  tx.installation.findUniqueOrThrow({ where: THE_HOUSE })

export async function writeInstallation(tx: Tx, patch: Partial<Omit<Installation, 'id'>>): Promise<void> {
  await tx.installation.update({ where: THE_HOUSE, data: patch })
}

/** Never backwards: an older file that comes late does not hide what is known. */
export async function raiseCompleteThrough(tx: Tx, at: Date): Promise<void> {
  await tx.installation.updateMany({
    where: { ...THE_HOUSE, OR: [{ completeThrough: null }, { completeThrough: { lt: at } }] },
    data: { completeThrough: at },
  })
}
