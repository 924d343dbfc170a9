import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { parsePhoneNumberFromString as parseWithFullMetadata } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'
import { DAY_MS } from './life.ts'
import { NAMES } from './names.ts'
import { personaFor } from './persona.ts'
import { makeTown, type TownCustomer } from './town.ts'

const AS_OF = new Date('2026-11-22T00:00:00Z')
const SEED = 7
const SIZE = 5000

const town = makeTown({ seed: SEED, size: SIZE, asOf: AS_OF })
const { customers } = town
const lapsed = customers.filter((c) => c.truth.standing === 'lapsed')
const active = customers.filter((c) => c.truth.standing === 'active')

const share = (all: readonly TownCustomer[], has: (c: TownCustomer) => boolean) => all.filter(has).length / all.length
const complaintsOf = (c: TownCustomer) => c.contacts.filter((contact) => contact.kind === 'complaint')
const lastOf = (c: TownCustomer) => c.purchases.at(-1)?.at.getTime() ?? Number.NaN
const quietDays = (c: TownCustomer) => (AS_OF.getTime() - lastOf(c)) / DAY_MS

describe('makeTown', () => {
  it('is the same for the same seed and another for another', () => {
    const small = { seed: SEED, size: 200, asOf: AS_OF }
    expect(makeTown(small)).toEqual(makeTown(small))
    expect(makeTown({ ...small, seed: 8 })).not.toEqual(makeTown(small))
  })

  it('has the lapsed asked for and one active beside every five', () => {
    expect(lapsed).toHaveLength(SIZE)
    expect(active).toHaveLength(SIZE / 5)
  })

  it('gives everybody a valid number in both metadata of libphonenumber', () => {
    for (const phone of new Set(customers.flatMap((c) => c.phones))) {
      expect(parsePhoneNumberFromString(phone)?.isValid(), phone).toBe(true)
      expect(parseWithFullMetadata(phone)?.isValid(), phone).toBe(true)
    }
  })

  it('shares numbers only within a household of two, two people in a hundred', () => {
    const holders = new Map<string, TownCustomer[]>()
    for (const c of customers) for (const phone of c.phones) holders.set(phone, [...(holders.get(phone) ?? []), c])
    const shared = [...holders.values()].filter((held) => held.length > 1)
    for (const held of shared) {
      expect(held).toHaveLength(2)
      expect(new Set(held.map((c) => c.name.split(' ').at(-1))).size).toBe(1)
    }
    expect((shared.length * 2) / customers.length).toBeGreaterThan(0.01)
    expect((shared.length * 2) / customers.length).toBeLessThan(0.03)
  })

  it('speaks three languages and gives some people two phones', () => {
    expect(share(customers, (c) => c.language === 'fa')).toBeCloseTo(0.58, 1)
    expect(share(customers, (c) => c.language === 'uz')).toBeCloseTo(0.32, 1)
    expect(share(customers, (c) => c.language === 'en')).toBeCloseTo(0.1, 1)
    expect(share(customers, (c) => c.phones.length === 2)).toBeCloseTo(0.15, 1)
    expect(new Set(customers.map((c) => c.externalId)).size).toBe(customers.length)
    for (const { given, family } of Object.values(NAMES)) {
      expect(new Set(given).size).toBeGreaterThanOrEqual(40)
      expect(new Set(family).size).toBeGreaterThanOrEqual(60)
    }
  })

  it('lets nobody buy before joining, nor on or after its day, nor out of order', () => {
    for (const c of customers) {
      const times = c.purchases.map((purchase) => purchase.at.getTime())
      expect(times.length, c.externalId).toBeGreaterThan(0)
      expect(times[0]).toBeGreaterThanOrEqual(c.joinedAt.getTime())
      expect(times).toEqual(times.toSorted((a, b) => a - b))
      for (const at of [...times, ...c.contacts.map((contact) => contact.at.getTime())]) {
        expect(at).toBeLessThan(AS_OF.getTime())
      }
      if (c.cancelledAt) expect(c.cancelledAt.getTime()).toBeGreaterThan(lastOf(c))
      expect(c.purchases.every((purchase) => purchase.amountRials > 0n)).toBe(true)
    }
  })

  it('has the lapsed quiet for far longer than their own rhythm, and the active not', () => {
    for (const c of lapsed) expect(quietDays(c)).toBeGreaterThan(c.truth.habit === 'seasonal' ? 390 : 74)
    expect(share(active, (c) => quietDays(c) < 2 * c.truth.ownGapDays)).toBeGreaterThan(0.9)
  })

  it('has some cancelled contracts, all among the lapsed', () => {
    expect(share(lapsed, (c) => c.cancelledAt !== null)).toBeGreaterThan(0.06)
    expect(share(lapsed, (c) => c.cancelledAt !== null)).toBeLessThan(0.16)
    expect(active.every((c) => c.cancelledAt === null)).toBe(true)
  })

  it('has four in a hundred with an open complaint', () => {
    const open = share(customers, (c) => complaintsOf(c).some((complaint) => complaint.status === 'open'))
    expect(open).toBeGreaterThan(0.03)
    expect(open).toBeLessThan(0.05)
  })

  it('has those with a bad complaint stop within days of it', () => {
    const wronged = lapsed.filter((c) => c.truth.reason?.startsWith('CMP.'))
    expect(wronged.length).toBeGreaterThan(100)
    for (const c of wronged) {
      const soon = complaintsOf(c).some((complaint) => Math.abs(complaint.at.getTime() - lastOf(c)) < 12 * DAY_MS)
      expect(soon, c.externalId).toBe(true)
    }
    expect(share(active, (c) => complaintsOf(c).length > 0)).toBeLessThan(0.12)
  })

  it('has price leavers stop after a rise oftener than others', () => {
    const afterRise = (c: TownCustomer) =>
      town.priceRises.some((rise) => {
        const days = ((c.truth.leftAt?.getTime() ?? 0) - rise.getTime()) / DAY_MS
        return days > -2 && days < 45
      })
    const byPrice = lapsed.filter((c) => c.truth.reason?.startsWith('PRC.'))
    const others = lapsed.filter((c) => !c.truth.reason?.startsWith('PRC.'))
    expect(share(byPrice, afterRise)).toBeGreaterThan(2 * share(others, afterRise))
  })

  it('gives the lapsed the reason that the person on the phone will tell', () => {
    for (const c of lapsed.slice(0, 200)) expect(c.truth.reason).toBe(personaFor(SEED, c.phones[0] ?? '').reason)
  })

  it('adds people with unusable phones only when asked', () => {
    const faulty = makeTown({ seed: SEED, size: 20, asOf: AS_OF, withFaults: true }).customers.slice(24)
    expect(faulty.length).toBeGreaterThan(4)
    for (const c of faulty) expect(parsePhoneNumberFromString(c.phones[0] ?? '', 'IR')?.isValid() ?? false).toBe(false)
  })
})
