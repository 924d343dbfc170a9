import type { Denial } from './permit.ts'

const CAP_NAMES = new Map([
  [24, 'cap.day'],
  [168, 'cap.week'],
  [720, 'cap.month'],
])

/** The code under which a denial is stored, counted and put into words: finer than the rule where people ask for the difference. */
export function blockCode({ rule, params }: Denial): string {
  if (rule === 'stop') return `stop.${params.kind}`
  if (rule === 'hours') return params.reason === 'zone-unknown' ? 'zone.unknown' : 'hours'
  if (rule === 'cap') return CAP_NAMES.get(Number(params.hours)) ?? 'cap.day'
  if (rule === 'consent.refused' || rule === 'marketing.permission') return 'consent'
  if (rule === 'abandoned.rest') return 'abandon.rest'
  return rule
}
