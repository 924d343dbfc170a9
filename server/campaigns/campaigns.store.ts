import { z } from 'zod'
import { CampaignCaps, CampaignHours, CampaignMode, CampaignState, type RecordingPolicy } from '#contract/campaigns'
import type { CampaignId, TeamId, UserId } from '#contract/ids'
import { Script } from '#contract/script'
import { Segment } from '#contract/segments'
import type { Skill } from '#contract/skills'
import { Locale } from '#contract/values'
import type { Tx } from '../platform/database.pg.ts'
import type { Campaign as Row } from '../platform/generated/client.ts'
import type { CallingAgent } from './entitlement.ts'

/** A campaign as everybody reads it who calls by it: all but what is said. */
export type CallingCampaign = {
  id: CampaignId
  name: string
  version: number
  state: CampaignState
  priority: number
  mode: CampaignMode
  /** Of preview: after so many seconds the card is dialled by itself; null: when the agent dials. */
  previewSeconds: number | null
  teamId: TeamId
  /** Languages it is called in; none: any. */
  languages: Locale[]
  /** All that is asked of whoever is handed its customers; none: anybody. */
  skills: Skill[]
  /** Offers allowed; none: all. */
  offers: string[]
  segment: Segment
  /** On the called party's clock; null: whatever the law allows. */
  hours: CampaignHours[] | null
  caps: CampaignCaps
  /** The number of ours that is shown, by the country that is called; elsewhere the line's own. */
  callerIds: Readonly<Record<string, string>>
  recording: RecordingPolicy
  /** null: the installation's. */
  wrapUpSeconds: number | null
  /** Days of the centre's calendar, YYYY-MM-DD, both included. */
  startsOn: string | null
  endsOn: string | null
}

export type Campaign = CallingCampaign & {
  /** Its own lines; where it has none, what is shipped is said. */
  script: z.infer<typeof Script>
}

const toLocales = (languages: readonly string[]): Locale[] =>
  languages.flatMap((language) => {
    const read = Locale.safeParse(language)
    return read.success ? [read.data] : []
  })

const NO_CAPS: CampaignCaps = { day: null, week: null, round: null }
/** Nobody is called by conditions that cannot be read. */
const NOBODY: Segment = {
  join: 'and',
  groups: [{ join: 'and', conditions: [{ kind: 'text', field: 'country', op: 'is', values: ['-'] }] }],
}
const Hours = z.nullable(z.array(CampaignHours))
const CallerIds = z.record(z.string(), z.string())

/** What cannot be read is never looser: no hour, nobody. */
function toCalling(row: Omit<Row, 'script'>): CallingCampaign {
  const mode = CampaignMode.safeParse(row.mode)
  const hours = Hours.safeParse(row.hours)
  const caps = CampaignCaps.safeParse(row.caps)
  const segment = Segment.safeParse(row.segment)
  const callerIds = CallerIds.safeParse(row.callerIds)
  return {
    id: row.id as CampaignId,
    name: row.name,
    version: row.version,
    state: CampaignState.parse(row.state),
    priority: row.priority,
    mode: mode.success ? mode.data : 'preview',
    previewSeconds: row.previewSeconds,
    teamId: row.teamId as TeamId,
    languages: toLocales(row.languages),
    skills: row.skills,
    offers: row.offers,
    segment: segment.success ? segment.data : NOBODY,
    hours: hours.success ? hours.data : [],
    caps: caps.success ? caps.data : NO_CAPS,
    callerIds: callerIds.success ? callerIds.data : {},
    recording: row.recording === 'announced' ? 'announced' : 'off',
    wrapUpSeconds: row.wrapUpSeconds,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
  }
}

function toCampaign(row: Row): Campaign {
  const script = Script.safeParse(row.script)
  return { ...toCalling(row), script: script.success ? script.data : [] }
}

const HIGHEST_FIRST = { orderBy: [{ priority: 'desc' as const }, { id: 'asc' as const }] }

/** Highest priority first. */
export const readCampaigns = async (tx: Tx, states: readonly CampaignState[]): Promise<Campaign[]> =>
  (await tx.campaign.findMany({ where: { state: { in: [...states] } }, ...HIGHEST_FIRST })).map(toCampaign)

/** The same for every claim and tick: what is said is long, and only a card and the editor read it. */
export const readCalling = async (tx: Tx, states: readonly CampaignState[]): Promise<CallingCampaign[]> =>
  (await tx.campaign.findMany({ where: { state: { in: [...states] } }, ...HIGHEST_FIRST, omit: { script: true } })).map(
    toCalling,
  )

export async function readCampaign(tx: Tx, id: CampaignId): Promise<Campaign | null> {
  const row = await tx.campaign.findUnique({ where: { id } })
  return row && toCampaign(row)
}

const CALLING = { teamId: true, languages: true, skills: true, active: true } as const
type CallingRow = { teamId: string | null; languages: string[]; skills: string[] }
const toAgent = ({ teamId, languages, skills }: CallingRow): CallingAgent => ({
  teamId: teamId as TeamId | null,
  languages: toLocales(languages),
  skills,
})

/** Somebody who calls; null when unknown or switched off. */
export async function readCallingAgent(tx: Tx, userId: UserId): Promise<CallingAgent | null> {
  const user = await tx.user.findUnique({ where: { id: userId }, select: CALLING })
  return user?.active ? toAgent(user) : null
}

/** Everybody whom customers may be handed to. */
export const readCallingAgents = async (tx: Tx): Promise<CallingAgent[]> =>
  (await tx.user.findMany({ where: { role: 'agent', active: true }, select: CALLING })).map(toAgent)
