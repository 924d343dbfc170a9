import type { PermitContext } from './permit-context.ts'
import { presetsFor, UNKNOWN_PRESET } from './presets.ts'
import type { Finding, Rule } from './rule.ts'
import { allowUntil, deny } from './rule.ts'
import type { Hours } from './windows.ts'
import { HORIZON_DAYS, isZone, openingAt } from './windows.ts'

type Named = { preset: string; hours: Hours }

const CAMPAIGN = 'campaign'

/** Where the called party may be, and whether that is only a guess. */
function placeOf({ zones }: PermitContext): { zones: readonly string[]; guessed: boolean } {
  if (zones.confirmed) return { zones: [zones.confirmed], guessed: false }
  if (zones.candidates.length > 0) return { zones: zones.candidates, guessed: false }
  return { zones: zones.fallback ? [zones.fallback] : [], guessed: true }
}

function hoursOf(context: PermitContext, guessed: boolean): Named[] {
  const presets = presetsFor(context.jurisdictions)
  const all = guessed && !presets.includes(UNKNOWN_PRESET) ? [...presets, UNKNOWN_PRESET] : presets
  const named: Named[] = all.map((preset) => ({ preset: preset.id, hours: preset }))
  if (context.hours) named.push({ preset: CAMPAIGN, hours: { windows: context.hours, holidays: null } })
  return named
}

function findHours(context: PermitContext, now: Date): readonly Finding[] {
  const { zones, guessed } = placeOf(context)
  const unknown = zones.find((zone) => !isZone(zone))
  if (zones.length === 0 || unknown !== undefined)
    return [deny({ reason: 'zone-unknown', zone: unknown ?? null }, null)]
  const named = hoursOf(context, guessed)
  const opening = openingAt(
    zones,
    named.map(({ hours }) => hours),
    now,
  )
  if (opening.openNow) return [allowUntil(opening.closesAt)]
  if (!opening.nextOpenAt) return [deny({ reason: 'never-open', days: HORIZON_DAYS, zones: zones.join(' ') }, null)]
  const { nextOpenAt } = opening
  return named.flatMap(({ preset, hours }) =>
    zones
      .filter((zone) => !openingAt([zone], [hours], now).openNow)
      .map((zone) => deny({ reason: 'closed', preset, zone }, nextOpenAt)),
  )
}

const zoned = (...candidates: string[]) => ({ candidates, confirmed: null, fallback: null })
const open = { consent: true } as const

export const hoursRule: Rule = {
  id: 'hours',
  jurisdiction: '*',
  find: findHours,
  citation: '47 CFR 64.1200(c)(1); 16 CFR 310.4(c); Décret 2022-1313; the preset named in the denial carries its own',
  vectors: [
    {
      name: 'New York at 08:00',
      context: { ...open, jurisdictions: ['US'], zones: zoned('America/New_York') },
      now: '2026-01-15T13:00:00Z',
      allowed: true,
    },
    {
      name: 'New York a second before 08:00',
      context: { ...open, jurisdictions: ['US'], zones: zoned('America/New_York') },
      now: '2026-01-15T12:59:59Z',
      allowed: false,
    },
    {
      name: 'Florida at 20:00',
      context: { ...open, jurisdictions: ['US', 'US-FL'], zones: zoned('America/New_York') },
      now: '2026-01-16T01:00:00Z',
      allowed: false,
    },
    {
      name: 'area code 850 at 08:30 in Tallahassee, 07:30 in Pensacola',
      context: { ...open, jurisdictions: ['US', 'US-FL'], zones: zoned('America/New_York', 'America/Chicago') },
      now: '2026-01-15T13:30:00Z',
      allowed: false,
    },
    {
      name: 'the same, when the customer has told us she is in Tallahassee',
      context: {
        ...open,
        jurisdictions: ['US', 'US-FL'],
        zones: { ...zoned('America/New_York', 'America/Chicago'), confirmed: 'America/New_York' },
      },
      now: '2026-01-15T13:30:00Z',
      allowed: true,
    },
    {
      name: 'Paris at lunch',
      context: { ...open, jurisdictions: ['FR'], zones: zoned('Europe/Paris') },
      now: '2026-03-02T12:30:00Z',
      allowed: false,
    },
    {
      name: 'Paris on Whit Monday',
      context: { ...open, jurisdictions: ['FR'], zones: zoned('Europe/Paris') },
      now: '2026-05-25T09:00:00Z',
      allowed: false,
    },
    {
      name: 'Alabama on Sunday',
      context: { ...open, jurisdictions: ['US', 'US-AL'], zones: zoned('America/Chicago') },
      now: '2026-03-01T18:00:00Z',
      allowed: false,
    },
    {
      name: 'Tehran at 09:00 in summer, without summer time',
      context: { ...open, jurisdictions: ['IR'], zones: zoned('Asia/Tehran') },
      now: '2026-07-01T05:30:00Z',
      allowed: true,
    },
    {
      name: 'nowhere known, no campaign zone',
      context: { ...open, jurisdictions: ['US'] },
      now: '2026-03-02T15:00:00Z',
      allowed: false,
    },
    {
      name: "nowhere known, 09:59 by the campaign's zone",
      context: { ...open, zones: { ...zoned(), fallback: 'Asia/Tashkent' } },
      now: '2026-03-02T04:59:00Z',
      allowed: false,
    },
  ],
}
