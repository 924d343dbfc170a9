/**
 * What each jurisdiction asks of a win-back call, as data with its source. Draft presets, not legal advice: a lawyer confirms
 * them. Confidence `primary`: statute or regulator's text; `secondary`: published compliance tables (dropcowboy.com
 * 2025-11-01, clickpointsoftware.com 2025-07), which disagree in places; `house`: no rule found, our own choice.
 */

/** A window of the called party's wall clock. Days are ISO (1 Monday … 7 Sunday); `to` is exclusive and may lie past midnight. */
export type DayWindow = { days: readonly number[]; from: string; to: string }

/** At most `max` counted attempts in any rolling `hours`. A `statute` cap holds even when the customer asked to be called back. */
export type Cap = { per: 'person' | 'number'; max: number; hours: number; basis: 'statute' | 'house' }

export type Register = {
  name: string
  /** A copy older than this is no copy. */
  maxAgeDays: number
  /** Months since the last payment and since the last inquiry during which a listed customer may still be called. */
  relationshipMonths: { paid: number; inquiry: number } | null
}

export type Preset = {
  /** ISO 3166 country, or country-state for an overlay that applies beside its country's preset. */
  id: string
  windows: readonly DayWindow[]
  holidays: 'FR' | 'US' | null
  /** `blocked-by-default`: lifted by consent, or by the installation's declaration that it calls its own former customers. */
  marketing: 'allowed' | 'opt-in' | 'blocked-by-default'
  caps: readonly Cap[]
  /** Days of rest after a refusal; `never` calls again; null: only the house's own rest. */
  refusalRestDays: number | 'never' | null
  register: Register | null
  /** A person must choose and dial each call when there is no consent. */
  personDialsWithoutConsent: boolean
  citations: readonly string[]
  confidence: 'primary' | 'secondary' | 'house'
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const NOT_SUNDAY = [1, 2, 3, 4, 5, 6]
const WORKDAYS = [1, 2, 3, 4, 5]

const daily = (from: string, to: string, days: readonly number[] = EVERY_DAY): readonly DayWindow[] => [
  { days, from, to },
]

const perPerson = (max: number, hours: number): Cap => ({ per: 'person', max, hours, basis: 'statute' })

const SILENT = {
  holidays: null,
  marketing: 'allowed',
  caps: [],
  refusalRestDays: null,
  register: null,
  personDialsWithoutConsent: false,
} as const

const TABLES = ['Published state compliance tables; no statute read']
const tableState = (state: string, windows: readonly DayWindow[]): Preset => ({
  ...SILENT,
  id: `US-${state}`,
  windows,
  citations: TABLES,
  confidence: 'secondary',
})

/** Applies where nothing is known of the law: the narrowest window. */
export const UNKNOWN_PRESET: Preset = {
  ...SILENT,
  id: 'unknown',
  windows: daily('10:00', '18:00'),
  citations: ['House rule: an unknown place has the narrowest window'],
  confidence: 'house',
}

export const PRESETS: readonly Preset[] = [
  {
    ...SILENT,
    id: 'US',
    windows: daily('08:00', '21:00'),
    register: { name: 'National DNC', maxAgeDays: 31, relationshipMonths: { paid: 18, inquiry: 3 } },
    citations: ['47 CFR 64.1200(c)(1)-(2), (f)(5)', '16 CFR 310.4(b)(3)(iv), 310.4(c)'],
    confidence: 'primary',
  },
  {
    ...SILENT,
    id: 'US-FL',
    windows: daily('08:00', '20:00'),
    caps: [perPerson(3, 24)],
    personDialsWithoutConsent: true,
    citations: ['Fla. Stat. 501.616(6)', 'Fla. Stat. 501.059(8), HB 761 (2023)'],
    confidence: 'primary',
  },
  {
    ...SILENT,
    id: 'US-OK',
    windows: daily('08:00', '20:00'),
    caps: [perPerson(3, 24)],
    citations: ['Okla. Stat. tit. 15 s. 775C.4'],
    confidence: 'primary',
  },
  { ...tableState('MD', daily('08:00', '20:00')), caps: [perPerson(3, 24)] },
  tableState('MA', daily('08:00', '20:00')),
  { ...tableState('AL', daily('08:00', '20:00', NOT_SUNDAY)), holidays: 'US' },
  { ...tableState('LA', daily('08:00', '20:00', NOT_SUNDAY)), holidays: 'US' },
  tableState('MS', daily('08:00', '20:00', NOT_SUNDAY)),
  tableState('CT', daily('09:00', '20:00')),
  tableState('KY', daily('10:00', '21:00')),
  tableState('MI', daily('09:00', '21:00')),
  tableState('MN', daily('09:00', '21:00')),
  tableState('NM', daily('09:00', '21:00')),
  tableState('NV', daily('09:00', '20:00')),
  {
    ...SILENT,
    id: 'FR',
    windows: [...daily('10:00', '13:00', WORKDAYS), ...daily('14:00', '20:00', WORKDAYS)],
    holidays: 'FR',
    marketing: 'opt-in',
    caps: [perPerson(4, 30 * 24)],
    refusalRestDays: 60,
    citations: ['Décret 2022-1313', 'Loi 2025-594 art. 13 (opt-in since 11 Aug 2026)', 'C. consom. L223-1'],
    confidence: 'secondary',
  },
  {
    ...SILENT,
    id: 'GB',
    windows: daily('08:00', '21:00'),
    register: { name: 'TPS/CTPS', maxAgeDays: 28, relationshipMonths: null },
    citations: [
      'PECR reg. 21',
      'Ofcom persistent misuse statement, 20 Dec 2016',
      'Hours: house default, no statute found',
    ],
    confidence: 'house',
  },
  {
    ...SILENT,
    id: 'DE',
    windows: UNKNOWN_PRESET.windows,
    marketing: 'opt-in',
    citations: ['UWG s. 7(2), s. 7a', 'Hours: house default, no statute found'],
    confidence: 'secondary',
  },
  {
    ...SILENT,
    id: 'ES',
    windows: UNKNOWN_PRESET.windows,
    marketing: 'opt-in',
    citations: ['Ley 11/2022 art. 66.1.b (not read: opt-in assumed)', 'Hours: house default, no statute found'],
    confidence: 'house',
  },
  {
    ...SILENT,
    id: 'AE',
    windows: daily('09:00', '18:00'),
    caps: [perPerson(1, 24), perPerson(2, 7 * 24)],
    refusalRestDays: 'never',
    register: { name: 'DNCR', maxAgeDays: 31, relationshipMonths: null },
    citations: ['UAE Cabinet Resolution 56 of 2024 art. 4-5'],
    confidence: 'secondary',
  },
  {
    ...SILENT,
    id: 'IR',
    windows: daily('09:00', '20:00'),
    marketing: 'blocked-by-default',
    citations: [
      'CRA resolution of 28 Mordad 1403 (18 Aug 2024), by ISNA/Tasnim',
      'Hours: house default, no statute found',
    ],
    confidence: 'house',
  },
  {
    ...SILENT,
    id: 'UZ',
    windows: daily('09:00', '20:00'),
    marketing: 'blocked-by-default',
    citations: ['Law ZRU-776 of 7 June 2022 On Advertising (telecom article not read: opt-in assumed)'],
    confidence: 'house',
  },
]

const house = (per: Cap['per'], max: number, days: number): Cap => ({ per, max, hours: days * 24, basis: 'house' })

/** Our own caps, everywhere: 2 a day, 3 a week, 6 in 30 days, for the person and for the number alike (zetkin#1418). */
export const HOUSE_CAPS: readonly Cap[] = [
  house('person', 2, 1),
  house('person', 3, 7),
  house('person', 6, 30),
  house('number', 2, 1),
  house('number', 3, 7),
  house('number', 6, 30),
]

/** Rest after a refusal where no law is stricter: the shortest cool-down the outcomes L.* carry. */
export const HOUSE_REFUSAL_REST_DAYS = 60

/** No automatic recall after an abandoned call (practice kept from Ofcom's former operational rules; outcome X.ABN). */
export const ABANDONED_REST_HOURS = 72

const BY_ID = new Map(PRESETS.map((preset) => [preset.id, preset]))

/** The presets of all jurisdictions that may apply. A country without one falls to the narrowest window; a state adds to its country. */
export function presetsFor(jurisdictions: readonly string[]): readonly Preset[] {
  const found = new Set<Preset>()
  for (const id of jurisdictions) {
    const preset = BY_ID.get(id)
    if (preset) found.add(preset)
    else if (!id.includes('-')) found.add(UNKNOWN_PRESET)
  }
  if (found.size === 0) found.add(UNKNOWN_PRESET)
  return [...found]
}
