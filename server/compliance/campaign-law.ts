import type { CampaignSettings } from '#contract/campaigns'
import type { Problem } from '#contract/problem'
import { type Cap, type DayWindow, HOUSE_CAPS, type Preset, presetsFor } from './presets.ts'

type Asked = Pick<CampaignSettings, 'hours' | 'caps'>

const problem = (code: string, field: string, params?: Problem['params']): Problem => ({
  code,
  field: `body.settings.${field}`,
  ...(params ? { params } : {}),
})

const minuteOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
const WEEK = [1, 2, 3, 4, 5, 6, 7]

/** The spans of one day, in minutes. */
const spansOn = (windows: readonly DayWindow[], day: number) =>
  windows.filter(({ days }) => days.includes(day)).map(({ from, to }) => [minuteOf(from), minuteOf(to)] as const)

/** Minutes of this day on which both are open. */
const shared = (one: readonly DayWindow[], other: readonly DayWindow[], day: number): number =>
  spansOn(one, day)
    .flatMap(([from, to]) => spansOn(other, day).map(([a, b]) => Math.min(to, b) - Math.max(from, a)))
    .reduce((sum, minutes) => sum + Math.max(0, minutes), 0)

const lengthOf = (windows: readonly DayWindow[], day: number): number =>
  spansOn(windows, day).reduce((sum, [from, to]) => sum + to - from, 0)

function judgeHours(hours: readonly DayWindow[], preset: Preset): Problem[] {
  const [law] = preset.windows
  const params = {
    preset: preset.id,
    from: law?.from ?? '',
    to: preset.windows.at(-1)?.to ?? '',
    citation: preset.citations.join('; '),
  }
  if (WEEK.every((day) => shared(hours, preset.windows, day) === 0))
    return [problem('campaign.hours-never', 'hours', params)]
  const isWider = WEEK.some((day) => shared(hours, preset.windows, day) < lengthOf(hours, day))
  return isWider ? [problem('campaign.hours-law', 'hours', params)] : []
}

const strictest = (caps: readonly { cap: Cap; source: string }[], hours: number) =>
  caps
    .filter(({ cap }) => cap.per === 'person' && cap.hours === hours)
    .sort((one, other) => one.cap.max - other.cap.max)[0]

function judgeCaps({ day, week, round }: Asked['caps'], presets: readonly Preset[]): Problem[] {
  const all = [
    ...HOUSE_CAPS.map((cap) => ({ cap, source: 'house' })),
    ...presets.flatMap((preset) => preset.caps.map((cap) => ({ cap, source: preset.id }))),
  ]
  return (
    [
      ['day', day, 24],
      ['week', week, 7 * 24],
      ['round', round, 30 * 24],
    ] as const
  ).flatMap(([name, max, hours]) => {
    const rule = strictest(all, hours)
    if (max === null || !rule || max <= rule.cap.max) return []
    return [problem('campaign.cap-law', `caps.${name}`, { asked: max, max: rule.cap.max, preset: rule.source })]
  })
}

/**
 * What a campaign may not ask for in these countries (ISO 3166): hours and caps beyond the law's or the house's, hours that never open. The
 * gate would keep to the rule all the same; who writes the campaign is told which one it is.
 */
export function judgeCampaign({ hours, caps }: Asked, countries: readonly string[]): Problem[] {
  const presets = presetsFor(countries)
  const found = judgeCaps(caps, presets)
  if (hours === null) return found
  if (hours.length === 0) return [...found, problem('campaign.hours-empty', 'hours')]
  if (hours.some(({ from, to }) => minuteOf(from) >= minuteOf(to)))
    return [...found, problem('campaign.hours-order', 'hours')]
  return [...found, ...presets.flatMap((preset) => judgeHours(hours, preset))]
}
