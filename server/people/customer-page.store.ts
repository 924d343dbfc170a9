import { z } from 'zod'
import type { CustomerPage } from '#contract/customers'
import { CustomerId } from '#contract/ids'
import { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'
import { listEpisodes } from './episodes.store.ts'
import { readCardFacts } from './person.store.ts'
import { maskPhone } from './phone-number.ts'
import { readTimeline } from './timeline.store.ts'

const HOUSEHOLD_MAX = 20
const Kin = z.array(z.object({ id: CustomerId, name: z.string() }))

const toText = (at: Date | null): string | null => at?.toISOString() ?? null

const readHousehold = async (tx: Tx, householdId: string, but: string) =>
  Kin.parse(
    await tx.customer.findMany({
      where: { householdId, id: { not: but }, mergedInto: null },
      orderBy: { id: 'asc' },
      take: HOUSEHOLD_MAX,
      select: { id: true, name: true },
    }),
  )

/** All that people knows of one customer, numbers masked; null when there is none. */
export async function readCustomerPage(tx: Tx, id: CustomerId): Promise<Omit<CustomerPage, 'stops'> | null> {
  const facts = await readCardFacts(tx, id)
  if (!facts) return null
  const { customer, phones, firstLife, complaints, promises } = facts
  const language = Locale.safeParse(customer.language)
  return {
    id,
    externalId: customer.externalId,
    name: customer.name,
    language: language.success ? language.data : null,
    city: customer.city,
    country: customer.country,
    zone: customer.toldZone ?? customer.zone,
    joinedAt: toText(customer.joinedAt),
    cancelledAt: toText(customer.cancelledAt),
    attributes: customer.attributes,
    phones: phones.map(({ id: phoneId, e164, shared, struckAt, struckWhy }) => ({
      id: phoneId,
      masked: maskPhone(e164),
      shared,
      struckAt: toText(struckAt),
      struckWhy,
    })),
    household: await readHousehold(tx, customer.householdId, id),
    firstLife: {
      ...firstLife,
      valueMinor: String(firstLife.valueMinor),
      firstPurchaseAt: toText(firstLife.firstPurchaseAt),
      lastPurchaseAt: toText(firstLife.lastPurchaseAt),
    },
    complaints,
    promises,
    episodes: (await listEpisodes(tx, id)).map(({ id: episodeId, kind, state, arm, closedAs, ...at }) => ({
      id: episodeId,
      kind,
      state,
      arm,
      closedAs,
      lapsedAt: at.lapsedAt.toISOString(),
      reachedAt: toText(at.reachedAt),
      wonAt: toText(at.wonAt),
      closedAt: toText(at.closedAt),
    })),
    timeline: await readTimeline(tx, id, null),
  }
}
