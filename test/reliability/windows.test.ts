import fc from 'fast-check'
import { expect, it } from 'vitest'
import { zonesOfCountry } from '../../server/compliance/country-zones.ts'
import { type Permit, permit } from '../../server/compliance/permit.ts'
import { BLANK_CONTEXT, type PermitContext } from '../../server/compliance/permit-context.ts'
import { PRESET_VECTORS } from '../../server/compliance/preset-vectors.ts'
import { reached } from '../harness/reached.ts'
import { LONG } from '../harness/sized.ts'
import { HOURS, instantsOf, isSetOn, mayRing, shownAt } from '../harness/wall-clock.ts'

/**
 * R9: a year of calls, each placed on either side of an edge of its hours and rung when the carrier's queue comes to it.
 * The gate lets it be placed, and says until when; by then the line has taken it back (carrier-queue.test.ts). A second
 * telling of the hours judges both.
 */
type Place = { presets: readonly string[]; zone: string }
type Gate = (context: PermitContext, now: Date) => Permit

const DAYS = 365
const LONGEST_QUEUE_S = 120
const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** Every zone that the runtime knows, where no law is known; every country's preset in all its zones, a state's in one of them. */
function listPlaces(): Place[] {
  const nowhere = Intl.supportedValuesOf('timeZone').map((zone) => ({ presets: ['ZZ'], zone }))
  const lawful = PRESET_VECTORS.flatMap(({ preset, zone }) => {
    const country = preset.slice(0, 2)
    const zones = preset === country ? zonesOfCountry(country) : [zone]
    return zones.map((one) => ({ presets: [...new Set([country, preset])], zone: one }))
  })
  return [...lawful, ...nowhere]
}

/** Zones whose clocks agree all year are one in the short form. */
function keepOnePerClock(places: readonly Place[]): Place[] {
  const kept = new Map<string, Place>()
  for (const place of places) {
    const noons = Array.from({ length: DAYS }, (_, day) => instantsOf(place.zone, day, '12:00')[0])
    const key = `${place.presets} ${noons.join()}`
    if (!kept.has(key)) kept.set(key, place)
  }
  return [...kept.values()]
}

/** A second before and after each edge of the hours, and on days when the clock is set each quarter of an hour. */
function* listMoments({ presets, zone }: Place): Generator<number> {
  const times = new Set(
    presets.flatMap((preset) => (HOURS[preset] ?? HOURS.DE ?? []).flatMap(({ from, to }) => [from, to])),
  )
  for (let day = 1; day < DAYS - 1; day++) {
    if (isSetOn(zone, day)) {
      const [noon = 0] = instantsOf(zone, day, '12:00')
      for (let quarter = -56; quarter <= 56; quarter++) yield noon + quarter * 15 * MINUTE_MS
    }
    for (const time of times)
      for (const edge of instantsOf(zone, day, time)) {
        yield edge - SECOND_MS
        yield edge
        yield edge + SECOND_MS
      }
  }
}

/** A call is asked for at each of these moments, and its turn in the queue comes so many seconds later. */
function playYear(places: readonly Place[], gate: Gate, queueOf: () => number) {
  const found = { asked: 0, rung: 0, 'rung outside hours': 0, 'refused inside them': 0, 'promised wrongly': 0 }
  for (const place of places) {
    const context = { ...BLANK_CONTEXT, consent: true, jurisdictions: place.presets }
    const her: PermitContext = { ...context, zones: { candidates: [place.zone], confirmed: null, fallback: null } }
    const open = (at: number) => mayRing(place.presets, place.zone, at)
    for (const at of listMoments(place)) {
      found.asked++
      const answer = gate(her, new Date(at))
      if (!answer.allowed) {
        if (open(at)) found['refused inside them']++
        const again = answer.retryAt?.getTime() ?? at
        if (!open(again) || open(again - 1)) found['promised wrongly']++
        continue
      }
      const until = answer.until.getTime()
      if (open(until) || !open(until - 1)) found['promised wrongly']++
      const rings = at + queueOf() * SECOND_MS
      if (rings < until) {
        found.rung++
        if (!open(rings)) found['rung outside hours']++
      } else if (open(rings)) found['refused inside them']++
    }
  }
  return found
}

/** The same delays every time: of no queue at all, of the longest, and anything between. */
function createQueue(): () => number {
  const delays = fc.sample(fc.oneof(fc.constantFrom(0, LONGEST_QUEUE_S), fc.nat({ max: LONGEST_QUEUE_S })), {
    seed: 1,
    numRuns: 997,
  })
  let turn = 0
  return () => delays[turn++ % delays.length] ?? 0
}

const places = LONG ? listPlaces() : keepOnePerClock(listPlaces())

it('R9 · rings nobody outside calling hours in a year of every zone, and refuses no minute of them', {
  timeout: 600_000,
}, ({ task }) => {
  const found = playYear(places, permit, createQueue())
  reached(task, `a year of ${places.length} places, both sides of each edge, a queue of 0 to 120 s`, found)
  expect(new Set(places.flatMap(({ presets }) => presets))).toEqual(new Set([...Object.keys(HOURS), 'ZZ']))
  expect(found.rung).toBeGreaterThan(found.asked / 10)
  expect(found).toMatchObject({ 'rung outside hours': 0, 'refused inside them': 0, 'promised wrongly': 0 })
})

const newYork: Place[] = [{ presets: ['US'], zone: 'America/New_York' }]

it('R9 control · a gate that never sets its clock is found', ({ task }) => {
  const winter: Gate = (context, now) =>
    permit({ ...context, zones: { ...context.zones, candidates: ['America/Panama'] } }, now)
  expect(shownAt('America/Panama', Date.UTC(2026, 0, 1))).toEqual(shownAt('America/New_York', Date.UTC(2026, 0, 1)))
  const found = playYear(newYork, winter, createQueue())
  reached(task, 'a year of New York by winter time', found)
  expect(found['rung outside hours']).toBeGreaterThan(0)
  expect(found['refused inside them']).toBeGreaterThan(0)
})

it('R9 control · a call that is left in the queue past its permit is found', ({ task }) => {
  const endless: Gate = (context, now) => {
    const answer = permit(context, now)
    return answer.allowed ? { ...answer, until: new Date(8.64e15) } : answer
  }
  const found = playYear(newYork, endless, createQueue())
  reached(task, 'a year of New York, nothing taken back', found)
  expect(found['rung outside hours']).toBeGreaterThan(0)
})
