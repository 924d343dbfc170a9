import { describe, expect, it } from 'vitest'
import { type CustomerRows, summariseHistory } from './history.ts'

const day = (text: string) => new Date(`${text}T12:00:00Z`)
const END = day('2026-06-30')
const EMPTY: CustomerRows = {
  purchases: [],
  contacts: [],
  complaints: [],
  dispositions: [],
  attempts: [],
  cancelledAt: null,
}
const bought = (at: string, minor: bigint) => ({ at: day(at), amountMinor: minor })

describe('summarising a history', () => {
  it('counts distinct purchase days up to completeThrough and never today', () => {
    const history = summariseHistory(
      {
        ...EMPTY,
        purchases: [
          bought('2026-01-10', 1000n),
          bought('2026-01-10', 500n),
          bought('2026-03-11', 3000n),
          bought('2026-07-05', 900n),
        ],
      },
      END,
    )
    expect(history).toMatchObject({
      purchaseDays: 2,
      lastDays: 60,
      ageDays: 171,
      hiatusDays: 111,
      usualGapDays: 60,
      totalMinor: 4500,
      meanMinor: 2250,
      purchasedLater: true,
    })
  })

  it('does not count a day that was paid back in full', () => {
    const purchases = [bought('2026-01-10', 1000n), bought('2026-02-10', 800n), bought('2026-02-10', -900n)]
    expect(summariseHistory({ ...EMPTY, purchases }, END)).toMatchObject({ purchaseDays: 1, totalMinor: 1000 })
  })

  it("takes days by the centre's clock", () => {
    const purchases = [
      { at: new Date('2026-01-10T20:00:00Z'), amountMinor: 1n },
      { at: new Date('2026-01-10T21:00:00Z'), amountMinor: 1n },
    ]
    expect(summariseHistory({ ...EMPTY, purchases }, END).purchaseDays).toBe(1)
    expect(summariseHistory({ ...EMPTY, purchases }, END, 210).purchaseDays).toBe(2)
  })

  it('holds for a customer without any purchase', () => {
    expect(summariseHistory({ ...EMPTY, cancelledAt: day('2026-05-01') }, END)).toMatchObject({
      purchaseDays: 0,
      ageDays: 0,
      hiatusDays: 0,
      meanMinor: 0,
      usualGapDays: null,
      cancelled: true,
    })
  })

  it('forgets a cancellation after which the customer bought', () => {
    const rows = { ...EMPTY, cancelledAt: day('2026-02-01'), purchases: [bought('2026-03-01', 5n)] }
    expect(summariseHistory(rows, END).cancelled).toBe(false)
  })

  it('tells a solved complaint from one that was closed without a solution', () => {
    const complaints = (['open', 'solved', 'closed', 'closed'] as const).map((status) => ({
      openedAt: day('2026-02-01'),
      closedAt: null,
      status,
    }))
    expect(summariseHistory({ ...EMPTY, complaints }, END).complaints).toEqual({ open: 1, solved: 1, unsolved: 2 })
  })

  it('guards whoever left within six months of a win-back offer, and only them', () => {
    const offered = (at: string, code: string) => ({
      at: day(at),
      outcome: 'W.NOW',
      reasonCode: 'PRC.HIGH',
      offers: [{ code, answer: 'ACC' }],
    })
    const isGuarded = (code: string, left: string) =>
      summariseHistory({ ...EMPTY, purchases: [bought(left, 100n)], dispositions: [offered('2026-01-01', code)] }, END)
        .leftAfterOffer
    expect(isGuarded('DSC.PCT', '2026-03-01')).toBe(true)
    expect(isGuarded('APO', '2026-03-01')).toBe(false)
    expect(isGuarded('DSC.PCT', '2025-12-01')).toBe(false)
  })
})
