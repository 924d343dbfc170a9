import type { Permit } from '../../server/compliance/permit.ts'
import { BLANK_CONTEXT } from '../../server/compliance/permit-context.ts'
import { brokenCap, isOpen } from './oracle.ts'
import { never } from './violation.ts'
import { type Attempt, type Call, get, push, type Stop, type World } from './world.ts'

const DAY_MS = 86_400_000
const LOOK_BACK_MS = 30 * DAY_MS
const HOUSE_ZONE = 'Asia/Tashkent'

const stopsOf = (w: World, customer: string, phone: string): Stop[] => [
  ...(w.stops.get(customer) ?? []),
  ...(w.stops.get(phone) ?? []),
]

/** The gate's question, of the rows as the compliance service reads them. */
export function permitFor(w: World, customerId: string, phone: string, agreedAt: Date | null): Permit {
  const customer = get(w.customers, customerId)
  const since = w.now.getTime() - LOOK_BACK_MS
  const attempts = new Set<Attempt>()
  for (const key of [customerId, phone])
    for (const attempt of w.attemptsOf.get(key) ?? []) if (attempt.at.getTime() > since) attempts.add(attempt)
  const tried = [...attempts].map(({ at, counted, outcome, customer: whose, phoneId }) => ({
    at,
    counted,
    outcome: outcome ?? null,
    person: whose === customerId,
    phone: phoneId === phone,
  }))
  const abandoned = tried.filter(({ outcome }) => outcome === 'X.ABN').map(({ at }) => at.getTime())
  const { place } = customer
  return w.core.permit(
    {
      ...BLANK_CONTEXT,
      jurisdictions: place.jurisdictions,
      zones: { candidates: place.zones, confirmed: place.confirmed, fallback: HOUSE_ZONE },
      stops: stopsOf(w, customerId, phone),
      attempts: tried,
      openComplaints: customer.openComplaints,
      openPromises: customer.openPromises,
      phoneStruck: customer.struck.has(phone),
      consent: true,
      abandonedAt: abandoned.length > 0 ? new Date(Math.max(...abandoned)) : null,
      lastRefusalAt: customer.lastRefusalAt,
      agreedAt,
    },
    w.now,
  )
}

/** When a denied customer is asked again. */
export const retryOf = (w: World, permit: Permit): Date =>
  (permit.allowed ? null : permit.retryAt) ?? new Date(w.now.getTime() + DAY_MS)

export function recordStop(w: World, customerId: string, kind: Stop['kind']): void {
  const has = (key: string) => (w.stops.get(key) ?? []).some((stop) => stop.kind === kind)
  if (!has(customerId)) push(w.stops, customerId, { kind, scope: 'person', at: w.now })
  for (const phone of get(w.customers, customerId).phones)
    if (!has(phone)) push(w.stops, phone, { kind, scope: 'number', at: w.now })
}

export const isStopped = (w: World, customer: string, phone: string): boolean =>
  w.stops.has(customer) || w.stops.has(phone)

export function addAttempt(w: World, call: Call): void {
  const { id, customer, phone } = call
  const attempt: Attempt = {
    call: id,
    customer,
    phoneId: phone,
    at: call.dialled_at,
    person: true,
    phone: true,
    counted: w.core.countsFromDial(),
    outcome: null,
  }
  w.attempts.set(id, attempt)
  push(w.attemptsOf, customer, attempt)
  push(w.attemptsOf, phone, attempt)
}

export function settleAttempt(w: World, call: string, counted: boolean, outcome: string): void {
  const attempt = get(w.attempts, call)
  never(
    counted && !w.legs.has(call),
    'what rang nobody is never counted',
    () => `${call} as ${outcome}: the carrier had no leg of it`,
  )
  attempt.counted = counted
  attempt.outcome = outcome
}

/** The oracle's word at the moment the carrier is asked. */
export function checkRelease(w: World, call: Call): void {
  const { place } = get(w.customers, call.customer)
  never(isStopped(w, call.customer, call.phone), 'nobody is rung after a stop', () => `${call.id} to ${call.customer}`)
  never(!isOpen(place, w.now.getTime()), 'nobody is rung outside her hours', () => `${call.id} in ${place.name}`)
}

/** A phone rings: no cap may be broken by it, and it must be among the attempts already. */
export function checkRing(w: World, call: Call): void {
  const at = call.dialled_at.getTime()
  const dials = { person: w.rang.get(call.customer) ?? [], number: w.rang.get(call.phone) ?? [] }
  const broken = brokenCap(dials, at, get(w.customers, call.customer).place, call.awaited)
  never(broken !== null, 'no cap is ever broken', () => `${call.id} to ${call.customer}: ${broken}`)
  const attempt = w.attempts.get(call.id)
  never(!attempt?.counted && attempt?.outcome === null, 'a dial counts from the moment it is made', () => call.id)
  push(w.rang, call.customer, at)
  push(w.rang, call.phone, at)
}
