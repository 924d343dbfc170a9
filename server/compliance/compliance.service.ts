import type { CampaignId, CustomerId, PhoneId, UserId } from '#contract/ids'
import type { Role } from '#contract/staff'
import type { Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { writeAudit } from '../staff/audit.store.ts'
import { blockCode } from './block-code.ts'
import { toCampaignRules } from './campaign-rules.ts'
import {
  type Block,
  closeCountryOf,
  countBlocks,
  deleteClosedCountries,
  type FactsRow,
  insertAttempt,
  insertStops,
  liftStops,
  type NewAttempt,
  type Pair,
  readClosedCountries,
  readFacts,
  readStops,
  replaceBlocks,
  updateAttempt,
} from './compliance.store.ts'
import { type Permit, permit } from './permit.ts'
import { BLANK_CONTEXT, type PermitContext, type StopKind } from './permit-context.ts'
import { mayLift } from './stop-lift.ts'
import { factsOfNumber, lookUpZones } from './zones.lookup.ts'
import { jurisdictionsOf } from './zones.ts'

export type { Block, Pair } from './compliance.store.ts'

/** What the gate asks of the installation. */
export type HouseFacts = { zone: string; callsOwnFormerCustomers: boolean }

export type ComplianceDeps = {
  installation: (tx: Tx) => Promise<HouseFacts>
  /** The lock that a permit at the dial and the writer of a stop both take: the person's row, then her numbers' rows in order. */
  lockPerson: (tx: Tx, customerId: CustomerId) => Promise<unknown>
  /** The campaigns of the live rounds of these customers: the queue knows. */
  roundsOf: (tx: Tx, customerIds: readonly CustomerId[]) => Promise<ReadonlyMap<CustomerId, CampaignId>>
}

export type StopInput = {
  kind: StopKind
  customerId: CustomerId
  phoneIds: readonly PhoneId[]
  byUserId: UserId | null
  at: Date
}

/** Nobody waits longer than a page of permits: one statement and at most so many contexts in memory. */
const PAGE = 500
const US_STATE = /^[A-Z]{2}$/
const GONE: Permit = { allowed: false, denials: [{ rule: 'phone.none', params: {} }], retryAt: null }

async function toContext(row: FactsRow, pair: Pair, house: HouseFacts): Promise<PermitContext> {
  const place = await lookUpZones(row.e164, {
    addressZone: row.zone,
    addressCountry: row.country,
    toldZone: row.told_zone,
  })
  const state = row.state?.toUpperCase() ?? ''
  const abandoned = row.attempts.filter((attempt) => attempt.outcome === 'X.ABN').map((attempt) => attempt.at.getTime())
  return {
    ...BLANK_CONTEXT,
    jurisdictions: jurisdictionsOf({
      number: factsOfNumber(row.e164),
      addressCountry: row.country,
      addressState: US_STATE.test(state) ? state : null,
    }),
    zones: { ...place, fallback: house.zone },
    ...(pair.rules ?? (row.campaign && toCampaignRules(row.campaign))),
    stops: row.stops.map(({ kind, person, at, lifted_at }) => ({
      kind,
      scope: person ? 'person' : 'number',
      at,
      liftedAt: lifted_at,
    })),
    attempts: row.attempts,
    openComplaints: row.open_complaints,
    openPromises: row.open_promises,
    phoneStruck: row.struck,
    consent: row.consent,
    holdout: row.holdout,
    countryClosed: row.country_closed,
    abandonedAt: abandoned.length > 0 ? new Date(Math.max(...abandoned)) : null,
    lastRefusalAt: row.last_refusal_at,
    agreedAt: pair.agreedAt ?? null,
    dialledBy: pair.dialledBy ?? 'person',
    lastPaidAt: row.last_paid_at,
    lastInquiryAt: row.last_inquiry_at,
    callsOwnFormerCustomers: house.callsOwnFormerCustomers,
  }
}

/** The gate, its stops, its attempts and the reasons why customers are held back. */
export function createCompliance({ installation, lockPerson, roundsOf }: ComplianceDeps) {
  /** A dial names nobody's campaign: the rules of the round under way bind it all the same. */
  const withRounds = async (tx: Tx, pairs: readonly Pair[]): Promise<readonly Pair[]> => {
    const open = pairs.filter(({ campaignId }) => campaignId === undefined)
    if (open.length === 0) return pairs
    const rounds = await roundsOf(
      tx,
      open.map(({ customerId }) => customerId),
    )
    return pairs.map((pair) =>
      pair.campaignId === undefined ? { ...pair, campaignId: rounds.get(pair.customerId) ?? null } : pair,
    )
  }

  /** The gate's context of one pair, or null where customer or number do not exist. For the decision record and the command "why not". */
  const contextOf = async (tx: Tx, pair: Pair, now: Date): Promise<PermitContext | null> => {
    const [row] = await readFacts(tx, await withRounds(tx, [pair]), now)
    return row ? toContext(row, pair, await installation(tx)) : null
  }

  /** One permit a pair, in the order asked. */
  const permitMany = async (tx: Tx, pairs: readonly Pair[], now: Date): Promise<Permit[]> => {
    const house = await installation(tx)
    const permits: Permit[] = pairs.map(() => GONE)
    for (let start = 0; start < pairs.length; start += PAGE) {
      const page = await withRounds(tx, pairs.slice(start, start + PAGE))
      for (const row of await readFacts(tx, page, now)) {
        const pair = page[row.n - 1]
        if (pair) permits[start + row.n - 1] = permit(await toContext(row, pair, house), now)
      }
    }
    return permits
  }

  const permitFor = async (tx: Tx, pair: Pair, now: Date): Promise<Permit> =>
    (await permitMany(tx, [pair], now))[0] ?? GONE

  /** Commits a stop for the person and each of her numbers. Returns false when it stood already. */
  const recordStop = async (tx: Tx, stop: StopInput): Promise<boolean> => {
    await lockPerson(tx, stop.customerId)
    if ((await insertStops(tx, stop)) === 0) return false
    const { at, byUserId: actorId, customerId, kind } = stop
    await writeAudit(tx, { at, actorId, action: 'stop.pressed', subject: `customer:${customerId}`, detail: { kind } })
    return true
  }

  /** Lifts a stop; refused to whoever may not. */
  const liftStop = async (
    tx: Tx,
    {
      kind,
      customerId,
      by,
      at,
    }: { kind: StopKind; customerId: CustomerId; by: { userId: UserId; role: Role }; at: Date },
  ): Promise<void> => {
    if (!mayLift(kind, by.role)) refuse(403, kind === 'all' ? 'stop.standing' : 'forbidden')
    await lockPerson(tx, customerId)
    if ((await liftStops(tx, kind, customerId, by.userId, at)) === 0) return
    const subject = `customer:${customerId}` as const
    await writeAudit(tx, { at, actorId: by.userId, action: 'stop.lifted', subject, detail: { kind } })
  }

  /** The blocks that these permits leave: several findings of one code are one row. */
  const blocksOf = (customerId: CustomerId, answer: Permit, at: Date): Block[] => {
    if (answer.allowed) return []
    const byCode = new Map(answer.denials.map((denial) => [blockCode(denial), denial.params]))
    return [...byCode].map(([rule, params]) => ({
      customerId,
      rule,
      params: { ...params },
      at,
      retryAt: answer.retryAt,
    }))
  }

  return {
    contextOf,
    permitFor,
    permitMany,
    recordStop,
    liftStop,
    stopsOf: readStops,
    blocksOf,
    /** The blocks of these customers become exactly these; those without one are free. */
    writeBlocks: replaceBlocks,
    clearBlocks: (tx: Tx, customerIds: readonly CustomerId[]) => replaceBlocks(tx, customerIds, []),
    blockCounts: countBlocks,
    closedCountries: readClosedCountries,
    closeCountryOf,
    openCountries: deleteClosedCountries,
    addAttempt: async (tx: Tx, attempt: NewAttempt): Promise<void> => void (await insertAttempt(tx, attempt)),
    settleAttempt: async (
      tx: Tx,
      id: string,
      { counted, outcome }: { counted: boolean; outcome: string },
    ): Promise<void> => void (await updateAttempt(tx, id, counted, outcome)),
  }
}
export type Compliance = ReturnType<typeof createCompliance>
