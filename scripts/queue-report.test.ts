import { describe, expect, it } from 'vitest'
import { queueLines } from './queue-report.ts'

const line = {
  externalId: 'C-1',
  name: 'Ada',
  perMinuteMinor: 123.4,
  expectedMinor: 250n,
  pContact: 0.31,
  pWin: 0.1,
  bestOffer: 'APO',
}

describe('the printed queue', () => {
  it('says what a minute is worth and why', () => {
    const text = queueLines([{ ...line, topFacts: [{ code: 'hiatus', direction: 'against' }] }], 'USD').join('\n')
    expect(text).toContain('1.23')
    expect(text).toContain('2.50')
    expect(text).toContain('31 %')
    expect(text).toContain('−hiatus')
  })

  it('shows currencies without decimals as they are', () => {
    expect(queueLines([{ ...line, perMinuteMinor: 1_200, topFacts: [] }], 'JPY').join('\n')).toContain('1,200')
  })

  it('says when there is nobody', () => {
    expect(queueLines([], 'USD')).toEqual([expect.stringContaining('Nobody')])
  })
})
