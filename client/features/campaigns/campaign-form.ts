import type { CampaignHours, CampaignMode, CampaignSettings, RecordingPolicy } from '#contract/campaigns'
import type { TeamId } from '#contract/ids'
import type { ScriptLine } from '#contract/script'
import type { Skill } from '#contract/skills'
import { Locale } from '#contract/values'
import { foldDigits, readCount } from '../../i18n/digits.ts'
import { nextId, readSegment, type SegmentRows, toRows } from './condition-row.ts'

export type HoursRow = { id: number; days: string[]; from: string; to: string }
export type CallerRow = { id: number; country: string; number: string }

/** A campaign as it is typed: numbers are texts, and what is empty says nothing. */
export type CampaignForm = {
  name: string
  priority: string
  mode: CampaignMode
  previewSeconds: string
  teamId: TeamId | null
  languages: Locale[]
  skills: Skill[]
  offers: string[]
  segment: SegmentRows
  hours: HoursRow[]
  capDay: string
  capWeek: string
  capRound: string
  callers: CallerRow[]
  recording: RecordingPolicy
  /** What is typed for each step, by `keyOfLine`. */
  script: Readonly<Record<string, string>>
  wrapUpSeconds: string
  startsOn: string
  endsOn: string
}

/** Of the conversation (domain.md 5) those that are spoken. */
export const SPOKEN_STEPS = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
export const keyOfLine = (language: Locale, step: number): string => `${language} ${step}`

const text = (value: number | string | null): string => (value === null ? '' : String(value))

export const NEW_FORM: CampaignForm = {
  name: '',
  priority: '10',
  mode: 'preview',
  previewSeconds: '',
  teamId: null,
  languages: [],
  skills: [],
  offers: [],
  segment: { join: 'and', groups: [] },
  hours: [],
  capDay: '',
  capWeek: '',
  capRound: '',
  callers: [],
  recording: 'off',
  script: {},
  wrapUpSeconds: '',
  startsOn: '',
  endsOn: '',
}

export const newHours = (): HoursRow => ({ id: nextId(), days: ['1', '2', '3', '4', '5'], from: '09:00', to: '18:00' })

export const toForm = (settings: CampaignSettings, perUnit: number): CampaignForm => ({
  name: settings.name,
  priority: String(settings.priority),
  mode: settings.mode,
  previewSeconds: text(settings.previewSeconds),
  teamId: settings.teamId,
  languages: settings.languages,
  skills: settings.skills,
  offers: settings.offers,
  segment: toRows(settings.segment, perUnit),
  hours: (settings.hours ?? []).map(({ days, from, to }) => ({ id: nextId(), days: days.map(String), from, to })),
  capDay: text(settings.caps.day),
  capWeek: text(settings.caps.week),
  capRound: text(settings.caps.round),
  callers: Object.entries(settings.callerIds).map(([country, number]) => ({ id: nextId(), country, number })),
  recording: settings.recording,
  script: Object.fromEntries(settings.script.map(({ step, language, say }) => [keyOfLine(language, step), say])),
  wrapUpSeconds: text(settings.wrapUpSeconds),
  startsOn: text(settings.startsOn),
  endsOn: text(settings.endsOn),
})

const readScript = (typed: CampaignForm['script']): ScriptLine[] =>
  Locale.options.flatMap((language) =>
    SPOKEN_STEPS.flatMap((step) => {
      const say = typed[keyOfLine(language, step)]?.trim() ?? ''
      return say === '' ? [] : [{ step, language, say }]
    }),
  )

const toHours = ({ days, from, to }: HoursRow): CampaignHours => ({ days: days.map(Number), from, to })

/** The settings that the form says; null while it does not say all of them. */
export function readForm(form: CampaignForm, perUnit: number): CampaignSettings | null {
  const segment = readSegment(form.segment, perUnit)
  const priority = readCount(form.priority)
  if (!segment || priority === null || !form.teamId || form.name.trim() === '') return null
  return {
    name: form.name.trim(),
    priority,
    mode: form.mode,
    previewSeconds: form.mode === 'preview' ? readCount(form.previewSeconds) : null,
    teamId: form.teamId,
    languages: form.languages,
    skills: form.skills,
    offers: form.offers,
    segment,
    hours: form.hours.length === 0 ? null : form.hours.map(toHours),
    caps: { day: readCount(form.capDay), week: readCount(form.capWeek), round: readCount(form.capRound) },
    callerIds: Object.fromEntries(
      form.callers
        .filter(({ country, number }) => country.trim() && number.trim())
        .map(({ country, number }) => [country.trim().toUpperCase(), foldDigits(number).replace(/[\s()-]/g, '')]),
    ),
    recording: form.recording,
    script: readScript(form.script),
    wrapUpSeconds: readCount(form.wrapUpSeconds),
    startsOn: form.startsOn || null,
    endsOn: form.endsOn || null,
  }
}
