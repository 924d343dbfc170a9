import { assignArm } from '../../../server/ranking/arm.ts'
import type { CustomerRows } from '../../../server/ranking/history.ts'
import { makeTown } from '../../world/town.ts'
import { findTruth, type Truth } from './truth.ts'

/** One lapsed customer of the made-up town: what the centre knows of her, and what is true. */
export interface Person {
  readonly id: string
  readonly zone: string
  readonly country: string
  readonly held: boolean
  readonly rows: CustomerRows
  readonly attributes: Readonly<Record<string, string>>
  readonly lapsedAt: number
  readonly truth: Truth
}

const HOLDOUT_PERCENT = 10
const COUNTRIES: readonly (readonly [RegExp, string])[] = [
  [/Tehran/, 'IR'],
  [/Tashkent|Samarkand/, 'UZ'],
]

/** So many customers who have lapsed; the same seed gives the same people. */
export function populate(seed: number, size: number, asOf: Date): Person[] {
  const { customers } = makeTown({ seed, size, asOf })
  return customers
    .filter(({ truth }) => truth.standing === 'lapsed')
    .map(
      (customer): Person => ({
        id: customer.externalId,
        zone: customer.timeZone,
        country: COUNTRIES.find(([zone]) => zone.test(customer.timeZone))?.[1] ?? 'US',
        held: assignArm(customer.externalId, `simulated ${seed}`, HOLDOUT_PERCENT) === 'holdout',
        rows: {
          purchases: customer.purchases.map(({ at, amountRials }) => ({ at, amountMinor: amountRials })),
          contacts: customer.contacts.flatMap(({ kind, at, direction }) =>
            kind === 'complaint' ? [] : [{ at, direction }],
          ),
          complaints: customer.contacts.flatMap(({ kind, at, status }) =>
            kind === 'complaint' ? [{ openedAt: at, closedAt: null, status: status ?? 'closed' }] : [],
          ),
          dispositions: [],
          attempts: [],
          cancelledAt: customer.cancelledAt,
          referrals: Number(customer.attributes.referrals),
        },
        attributes: { segment: customer.attributes.segment },
        lapsedAt: customer.truth.leftAt?.getTime() ?? asOf.getTime(),
        truth: findTruth(seed, customer, asOf),
      }),
    )
}
