import fc from 'fast-check'
import { expect, it } from 'vitest'
import { judgeLine } from './connection.ts'
import { anchorOf, readServerTime, settleAnchor } from './server-clock.ts'

const lastHeard = '2026-11-22T10:00:00.000Z'
const line = { isOpen: true, isAway: false, heardAt: 0, lostAt: null, lastHeard }

it('is live while the heartbeat is heard, and stale since the last one after that', () => {
  expect(judgeLine(line, 14_000)).toEqual({ state: 'live' })
  expect(judgeLine(line, 16_000)).toEqual({ state: 'reconnecting' })
  expect(judgeLine(line, 24_000)).toEqual({ state: 'stale', since: lastHeard })
})

it('reconnects quietly for a moment before it calls itself stale', () => {
  const lost = { ...line, isOpen: false, lostAt: 1_000 }
  expect(judgeLine(lost, 2_000)).toEqual({ state: 'reconnecting' })
  expect(judgeLine(lost, 9_001)).toEqual({ state: 'stale', since: lastHeard })
})

it('is stale at once when the server says that it cannot read the newest itself', () => {
  expect(judgeLine({ ...line, isAway: true }, 1_000)).toEqual({ state: 'stale', since: lastHeard })
})

it('counts in the server’s time, at the server’s speed', () => {
  const anchor = anchorOf({ now: lastHeard, speed: 60 }, 5_000)
  expect(new Date(readServerTime(anchor, 6_000)).toISOString()).toBe('2026-11-22T10:01:00.000Z')
})

it('keeps its clock within one trip of the server’s, and never steps back for a late message', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(240), { minLength: 1 }), (trips) => {
      let anchor = null
      let earlier = Number.NEGATIVE_INFINITY
      for (const [beat, trip] of trips.entries()) {
        const said = beat * 5_000
        const heardAt = said + trip
        anchor = settleAnchor(anchor, { now: said, speed: 1, heardAt })
        const shown = readServerTime(anchor, heardAt)
        expect(heardAt - shown).toBeGreaterThanOrEqual(0)
        expect(heardAt - shown).toBeLessThanOrEqual(240)
        expect(shown).toBeGreaterThanOrEqual(earlier)
        earlier = shown
      }
    }),
  )
})

it('takes the new time when the clock of a demonstration is moved or sped up', () => {
  const known = { now: 0, speed: 1, heardAt: 0 }
  expect(settleAnchor(known, { now: 3_600_000, speed: 1, heardAt: 1_000 }).now).toBe(3_600_000)
  expect(settleAnchor(known, { now: 1_000, speed: 60, heardAt: 1_000 }).speed).toBe(60)
})
