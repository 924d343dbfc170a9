import { expect, it } from 'vitest'
import { packRun, unpackRun } from './run.ts'

it('a run comes back from JSON as it was, money and instants included', () => {
  const run = {
    now: new Date('2026-11-20T09:00:00.123Z'),
    settings: { agentHourMinor: 9_007_199_254_740_993n, attemptMinor: -2n, offers: [{ code: 'A', costMinor: null }] },
    model: { purchases: { kind: 'nbd', r: 0.1 + 0.2, alpha: 1e-7 }, none: [], empty: {} },
    absent: undefined,
  }
  const back = unpackRun(JSON.parse(JSON.stringify(packRun(run))))
  expect(back).toEqual(run)
  expect(Object.keys(Object(back))).not.toContain('absent')
})
