import { describe, expect, it } from 'vitest'
import { netByDay, summariseDays } from './purchase-days.ts'

describe('purchase days', () => {
  it('are netted, in order, without those that were paid back', () => {
    const rows = [
      [9, 5],
      [3, 10],
      [3, -4],
      [7, 8],
      [7, -9],
      [5, -1],
      [4, 0],
      [8, 9],
      [8, -9],
    ] as const
    expect(netByDay(rows)).toEqual([
      [3, 6],
      [4, 0],
      [9, 5],
    ])
  })

  it('are summed up as they were known at the end of a day', () => {
    const days = netByDay([
      [10, 6],
      [14, 2],
      [30, 4],
      [99, 50],
    ])
    expect(summariseDays(days, 40)).toEqual({
      purchaseDays: 3,
      lastDays: 20,
      ageDays: 30,
      hiatusDays: 10,
      logGapDays: Math.log(4) + Math.log(16),
      totalMinor: 12,
      meanMinor: 4,
      meanRepeatMinor: 3,
    })
    expect(summariseDays(days, 5)).toMatchObject({ purchaseDays: 0, lastDays: 0, ageDays: 0, totalMinor: 0 })
  })
})
