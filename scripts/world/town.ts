import { between, type Chance, chanceFrom, hashText, pick, pickWeighted, wholeBetween } from './chance.ts'
import { type ComplaintStatus, makeContacts } from './contacts.ts'
import * as life from './life.ts'
import { type Language, NAMES } from './names.ts'
import { personaFor } from './persona.ts'
import { openPhoneBook, type PhoneBook } from './phones.ts'
import { OVERFLOW_PLACE, PLACES, type Place } from './places.ts'
import { GOODS } from './texts.ts'

export type TownPurchase = { orderId: string; at: Date; amountRials: bigint; items: string }
export type TownContact = {
  contactId: string
  kind: 'call' | 'message' | 'complaint'
  direction: 'in' | 'out'
  at: Date
  status: ComplaintStatus | null
  text: string
}

/** What nobody in the call centre can know; for the simulation to judge by. Never written to the files. */
export type Truth = {
  standing: 'lapsed' | 'active'
  /** Leaf code, the same as the persona of the first phone has; null for those who still buy. */
  reason: string | null
  habit: life.Habit
  ownGapDays: number
  leftAt: Date | null
  /** When this one comes back though nobody calls, within 90 days of the town's day; else null. */
  returnsUnaidedAt: Date | null
}

export type TownCustomer = {
  externalId: string
  name: string
  language: Language
  /** E.164, first choice first; two for some, shared by a household for some. */
  phones: string[]
  city: string
  timeZone: string
  joinedAt: Date
  cancelledAt: Date | null
  attributes: { segment: life.Segment; referrals: string }
  purchases: TownPurchase[]
  contacts: TownContact[]
  truth: Truth
}

export type Town = { seed: number; asOf: Date; priceRises: Date[]; customers: TownCustomer[] }

/** `size` counts the lapsed; one still active stands beside every five of them. Faults are customers whom no import can ring. */
export type TownOrder = { seed: number; size: number; asOf: Date; withFaults?: boolean }

type Household = { family: string; place: Place; phone: string; language: Language }

const LAPSED_PER_ACTIVE = 5
const LANGUAGES: readonly (readonly [Language, number])[] = [
  ['fa', 58],
  ['uz', 32],
  ['en', 10],
]
/** Of all customers two in a hundred share a phone; each household here is a pair. */
const PAIR_SHARE = 0.01
const TWO_PHONES_SHARE = 0.15
const OLD_CUSTOMER_SHARE = 0.25
const REFERRER_SHARE = 0.18
const CANCELS_SHARE = 0.8
const SHORTEST_LIFE_DAYS = 45
const FAULTY_PHONES = ['', '12345', 'ندارد', '+98 21', '0999-ABC-1234', '00000000000', '+999123456789', '91'] as const

/** The share that comes back unaided within 90 days, by reason; the rest by the last line. Ours, for want of a source. */
const UNAIDED: Record<string, number> = { 'NED.SEASON': 0.3, 'PSV.PAUSE': 0.2, 'PSV.FORGOT': 0.08, 'PRC.BUDGET': 0.06 }
const UNAIDED_OTHERWISE = 0.03
const UNAIDED_DAYS = 90

/** One made-up town; the same order gives the same town. */
export function makeTown({ seed, size, asOf, withFaults = false }: TownOrder): Town {
  const book = openPhoneBook(seed)
  const customers: TownCustomer[] = []
  const total = size + Math.floor(size / LAPSED_PER_ACTIVE)
  let household: Household | null = null
  for (let index = 0; index < total; index++) {
    const chance = chanceFrom(hashText(seed, `customer ${index}`))
    const standing = index % (LAPSED_PER_ACTIVE + 1) === LAPSED_PER_ACTIVE ? 'active' : 'lapsed'
    const who = settle(chance, book, household)
    customers.push(liveThrough(chance, { seed, asOf, standing, externalId: externalIdOf(index), who }))
    household = household === null && chance() < PAIR_SHARE ? { ...who, phone: who.phones[0] ?? '' } : null
  }
  if (withFaults) customers.push(...faultyCustomers(seed, asOf, book, total))
  return { seed, asOf, priceRises: life.priceRisesBefore(asOf), customers }
}

function externalIdOf(index: number): string {
  return `C-${String(index + 1).padStart(6, '0')}`
}

type Settled = { language: Language; name: string; family: string; place: Place; phones: string[] }

function settle(chance: Chance, book: PhoneBook, household: Household | null): Settled {
  const language = household?.language ?? pickWeighted(chance, LANGUAGES)
  const drawn = household?.place ?? pickWeighted(chance, PLACES[language])
  const family = household?.family ?? pick(chance, NAMES[language].family)
  const own = household?.phone ?? book.take(drawn)
  const place = own === null ? OVERFLOW_PLACE : drawn
  const first = own ?? takeOrThrow(book)
  const second = chance() < TWO_PHONES_SHARE ? book.take(place) : null
  const phones = second === null ? [first] : [first, second]
  return { language, name: `${pick(chance, NAMES[language].given)} ${family}`, family, place, phones }
}

function takeOrThrow(book: PhoneBook): string {
  const phone = book.take(OVERFLOW_PLACE)
  if (phone === null) throw new RangeError('the town has more people than fictional numbers')
  return phone
}

type Life = { seed: number; asOf: Date; standing: 'lapsed' | 'active'; externalId: string; who: Settled }

function liveThrough(chance: Chance, { seed, asOf, standing, externalId, who }: Life): TownCustomer {
  const lapsed = standing === 'lapsed'
  const reason = personaFor(seed, who.phones[0] ?? '').reason
  const habit = life.habitFor(chance, reason, lapsed)
  const gapDays = life.ownGapDays(chance, habit)
  const latest = lapsed ? life.lapsedAfterDays(habit, gapDays) : 0
  const old = chance() < OLD_CUSTOMER_SHARE
  const start = life.HISTORY_DAYS - between(chance, 0, Math.min(gapDays, 90))
  const youngest = latest + Math.max(SHORTEST_LIFE_DAYS, Math.min(gapDays, 90))
  const from = old ? start : between(chance, youngest, start)
  const until = lapsed ? life.leavesDaysAgo(chance, reason, from, latest) : 0
  const days = life.purchaseDaysAgo(chance, habit, gapDays, from, until)
  const at = calendarOf(asOf, who.place)
  const segment = life.segmentFor(chance, habit)
  const usual = life.usualBasketRials(chance, segment)
  const drafts = makeContacts(chance, {
    language: who.language,
    leaving: lapsed ? reason : null,
    purchaseDaysAgo: days,
  })
  const cancels = lapsed && habit === 'subscriber' && chance() < CANCELS_SHARE
  return {
    externalId,
    name: who.name,
    language: who.language,
    phones: who.phones,
    city: who.place.city,
    timeZone: who.place.timeZone,
    joinedAt: startOfDay(asOf, from + (old ? between(chance, 30, 900) : 0)),
    cancelledAt: cancels ? startOfDay(asOf, until - 1) : null,
    attributes: { segment, referrals: String(chance() < REFERRER_SHARE ? wholeBetween(chance, 1, 4) : 0) },
    purchases: days.map((day, index) => ({
      orderId: `${externalId}-P${index + 1}`,
      at: at(day),
      amountRials: life.amountRials(chance, usual, day),
      items: basketOf(chance, who.language),
    })),
    contacts: drafts.map(({ daysAgo, ...draft }, index) => ({
      contactId: `${externalId}-K${index + 1}`,
      at: at(daysAgo),
      ...draft,
    })),
    truth: {
      standing,
      reason: lapsed ? reason : null,
      habit,
      ownGapDays: gapDays,
      leftAt: lapsed ? at(until) : null,
      returnsUnaidedAt: lapsed ? unaidedReturn(chance, reason, asOf) : null,
    },
  }
}

function unaidedReturn(chance: Chance, reason: string, asOf: Date): Date | null {
  const days = between(chance, 1, UNAIDED_DAYS)
  if (chance() >= (UNAIDED[reason] ?? UNAIDED_OTHERWISE)) return null
  return new Date(asOf.getTime() + Math.floor(days * life.DAY_MS))
}

function basketOf(chance: Chance, language: Language): string {
  const kinds = wholeBetween(chance, 1, 3)
  const goods = Array.from({ length: kinds }, () => pick(chance, GOODS[language]))
  return [...new Set(goods)].join(language === 'fa' ? '، ' : ', ')
}

function startOfDay(asOf: Date, daysAgo: number): Date {
  const midnight = Math.floor(asOf.getTime() / life.DAY_MS)
  return new Date((midnight - Math.ceil(daysAgo)) * life.DAY_MS)
}

/** Days before the town's day become instants within the hours when people there are up, in their order. */
function calendarOf(asOf: Date, place: Place): (daysAgo: number) => Date {
  const firstHourUtc = place.country === 'US' ? 14 : 5
  const hours = 9
  return (daysAgo) => {
    const ofDay = Math.ceil(daysAgo) - daysAgo
    const seconds = Math.floor((firstHourUtc + hours * ofDay) * 3600)
    return new Date(startOfDay(asOf, daysAgo).getTime() + seconds * 1000)
  }
}

function faultyCustomers(seed: number, asOf: Date, book: PhoneBook, first: number): TownCustomer[] {
  return FAULTY_PHONES.map((phone, index) => {
    const chance = chanceFrom(hashText(seed, `fault ${index}`))
    const who = settle(chance, book, null)
    const externalId = externalIdOf(first + index)
    return { ...liveThrough(chance, { seed, asOf, standing: 'lapsed', externalId, who }), phones: [phone] }
  })
}
