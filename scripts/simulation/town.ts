import { type Chance, createChance } from '../carrier/clock/prng.ts'

/** Where a customer may be and which presets stand for it. `opens`: the same law, written a second time, for the oracle. */
export type Place = {
  name: string
  jurisdictions: readonly string[]
  zones: readonly string[]
  confirmed: string | null
  /** ISO weekdays, from hour, to hour, on her clock. */
  opens: readonly { days: string; from: number; to: number }[]
  /** Days on which nobody is called, `MM-DD`. */
  shut: readonly string[]
  /** At most so many calls to a person in so many hours, whatever she asked for. */
  statute: readonly { max: number; hours: number }[]
}

const place = (name: string, jurisdictions: string[], zones: string[], from: number, to: number): Place => ({
  name,
  jurisdictions,
  zones,
  confirmed: null,
  opens: [{ days: '1234567', from, to }],
  shut: [],
  statute: [],
})

const PLACES: readonly Place[] = [
  place('London', ['GB'], ['Europe/London'], 8, 21),
  place('Tehran', ['IR'], ['Asia/Tehran'], 9, 20),
  place('Tashkent', ['UZ'], ['Asia/Tashkent'], 9, 20),
  place('New York', ['US'], ['America/New_York'], 8, 21),
  {
    ...place('Florida', ['US', 'US-FL'], ['America/New_York', 'America/Chicago'], 8, 20),
    statute: [{ max: 3, hours: 24 }],
  },
  place('Lord Howe', ['AU'], ['Australia/Lord_Howe'], 10, 18),
  {
    ...place('Dubai', ['AE'], ['Asia/Dubai'], 9, 18),
    statute: [
      { max: 1, hours: 24 },
      { max: 2, hours: 168 },
    ],
  },
  {
    ...place('Paris', ['FR'], ['Europe/Paris'], 10, 13),
    opens: [
      { days: '12345', from: 10, to: 13 },
      { days: '12345', from: 14, to: 20 },
    ],
    shut: ['11-11', '12-25', '01-01', '03-29'],
    statute: [{ max: 4, hours: 720 }],
  },
  { ...place('Perth, as she told us', ['AU'], ['Australia/Sydney'], 10, 18), confirmed: 'Australia/Perth' },
]

/** Evenings before clocks change (Lord Howe by half an hour), a night without, a bank holiday. */
const STARTS = [
  '2026-10-03T10:00:00Z',
  '2026-10-24T14:00:00Z',
  '2026-10-31T16:00:00Z',
  '2026-11-10T09:00:00Z',
  '2027-01-14T06:00:00Z',
  '2027-03-13T15:00:00Z',
  '2027-03-27T12:00:00Z',
  '2027-04-03T10:00:00Z',
].map((text) => Date.parse(text))

export type Resident = { id: string; place: Place; phones: string[]; worth: number }
export type Town = { startsAt: number; residents: Resident[]; agents: string[] }

const AGENTS = 6
const RESIDENTS = 40

export const pick = <T>(list: readonly T[], chance: Chance): T => list[Math.floor(chance() * list.length)] as T

/** The same town for the same seed: some share a number with their neighbour, some have two. */
export function buildTown(seed: number): Town {
  const chance = createChance(seed)
  const residents: Resident[] = []
  for (let i = 0; i < RESIDENTS; i++) {
    const before = residents.at(-1)
    const shares = before !== undefined && chance() < 0.2
    const phones = shares ? [before.phones[0] as string] : [`p${i}`]
    if (chance() < 0.4) phones.push(`q${i}`)
    residents.push({ id: `c${i}`, place: shares ? before.place : pick(PLACES, chance), phones, worth: chance() })
  }
  const agents = Array.from({ length: AGENTS }, (_, i) => `a${i}`)
  return { startsAt: pick(STARTS, chance) + Math.floor(chance() * 6 * 3_600_000), residents, agents }
}
