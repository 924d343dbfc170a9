import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assessRhythm } from './rhythm.ts'
import { SILENT } from './sample-customers.ts'

const CDNOW = { kind: 'bgnbd', r: 0.2426, alpha: 4.4137, a: 0.793, b: 2.4262 } as const
const silentFor = (purchaseDays: number, lastDays: number, hiatusDays: number, usualGapDays: number | null = null) =>
  assessRhythm({ ...SILENT, purchaseDays, lastDays, ageDays: lastDays + hiatusDays, hiatusDays, usualGapDays }, CDNOW)

describe("a customer's own rhythm", () => {
  it('calls a weekly buyer dormant long before a yearly one', () => {
    expect(silentFor(30, 210, 60, 7).state).toBe('dormant')
    expect(silentFor(5, 4 * 365, 60, 365).state).toBe('active')
    expect(silentFor(5, 4 * 365, 400, 365).state).toBe('quiet')
  })

  it("measures a one-time buyer by the population's rate", () => {
    expect(silentFor(1, 0, 100).state).toBe('active')
    expect(silentFor(1, 0, 200).state).toBe('quiet')
    expect(silentFor(1, 0, 400).state).toBe('dormant')
  })

  it('is dormant exactly where such a silence is rarer than one in twenty', () => {
    const { dormantAfterDays } = silentFor(4, 90, 0)
    expect(silentFor(4, 90, dormantAfterDays).pSilence).toBeCloseTo(0.05, 10)
  })

  it('never calls anybody dormant within thirty days', () => {
    expect(silentFor(400, 400, 29, 1).state).not.toBe('dormant')
    expect(silentFor(400, 400, 31, 1).state).toBe('dormant')
  })

  it('does not ask it of somebody who never bought or is back', () => {
    expect(assessRhythm({ ...SILENT, purchaseDays: 0, hiatusDays: 900 }, CDNOW).state).toBe('active')
    expect(assessRhythm({ ...SILENT, hiatusDays: 900, purchasedLater: true }, CDNOW).state).toBe('active')
  })

  it('only moves from active to quiet to dormant as the silence grows, at any history', () => {
    const order = ['active', 'quiet', 'dormant']
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(3000), fc.nat(3000), fc.nat(1000), (repeats, lastDays, hiatus, more) => {
        const before = silentFor(repeats + 1, lastDays, hiatus)
        const after = silentFor(repeats + 1, lastDays, hiatus + more)
        expect(order.indexOf(after.state)).toBeGreaterThanOrEqual(order.indexOf(before.state))
        expect(after.pSilence).toBeLessThanOrEqual(before.pSilence)
        expect(Number.isFinite(before.dormantAfterDays)).toBe(true)
      }),
    )
  })
})
