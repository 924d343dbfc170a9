import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { CampaignId, TeamId } from './ids.ts'
import { Script } from './script.ts'
import { Segment } from './segments.ts'
import { NeededSkills, Skill } from './skills.ts'
import { Instant, Locale, ShortText } from './values.ts'

/**
 * draft: nobody is called yet · running: takes new rounds and hands them out · paused: hands out nobody · draining: takes no new
 * rounds, those in hand finish · ended: over.
 */
export const CampaignState = z.enum(['draft', 'running', 'paused', 'draining', 'ended'])
export type CampaignState = z.infer<typeof CampaignState>

/** preview: the agent reads, then the server dials · progressive: the server dials for an agent who is ready · manual: she dials herself. */
export const CampaignMode = z.enum(['preview', 'progressive', 'manual'])
export type CampaignMode = z.infer<typeof CampaignMode>

/** announced: recorded once the announcement was heard. */
export const RecordingPolicy = z.enum(['off', 'announced'])
export type RecordingPolicy = z.infer<typeof RecordingPolicy>

const ClockTime = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
/** Hours of the called party's wall clock on ISO days (1 Monday … 7 Sunday); `to` is exclusive. */
export const CampaignHours = z.strictObject({
  days: z.array(z.int().check(z.minimum(1), z.maximum(7))).check(z.minLength(1), z.maxLength(7)),
  from: ClockTime,
  to: z.union([ClockTime, z.literal('24:00')]),
})
export type CampaignHours = z.infer<typeof CampaignHours>

const Cap = z.nullable(z.int().check(z.minimum(1), z.maximum(99)))
/** At most so many attempts a person: in a rolling day, in a rolling week, in one round. null: the house's and the law's alone. */
export const CampaignCaps = z.strictObject({ day: Cap, week: Cap, round: Cap })
export type CampaignCaps = z.infer<typeof CampaignCaps>

export const Country = z.string().check(z.regex(/^[A-Z]{2}$/))
export const E164 = z.string().check(z.regex(/^\+[1-9]\d{6,14}$/))
const Seconds = z.int().check(z.minimum(0), z.maximum(900))

/** All that a supervisor says of a campaign; each change of it is a version of its own. */
export const CampaignSettings = z.strictObject({
  name: ShortText.check(z.minLength(1)),
  /** The highest goes first where several match. */
  priority: z.int().check(z.minimum(0), z.maximum(1_000)),
  mode: CampaignMode,
  /** Of preview: how long the card is read before it is dialled by itself; null: until the agent dials. */
  previewSeconds: z.nullable(z.int().check(z.minimum(3), z.maximum(900))),
  teamId: TeamId,
  /** Languages it is called in; none: any. */
  languages: z.array(Locale).check(z.maxLength(3)),
  /** Only who has all of them is handed its customers; none: anybody. */
  skills: NeededSkills,
  /** Offers allowed; none: all. */
  offers: z.array(z.string().check(z.maxLength(40))).check(z.maxLength(100)),
  segment: Segment,
  /** null: whatever the law allows. */
  hours: z.nullable(z.array(CampaignHours).check(z.maxLength(50))),
  caps: CampaignCaps,
  /** By country of the called number, the number of ours that is shown; elsewhere the line's own. */
  callerIds: z.record(Country, E164),
  recording: RecordingPolicy,
  /** Each step and language once. */
  script: Script,
  /** null: the installation's. */
  wrapUpSeconds: z.nullable(Seconds),
  /** Days of the centre's calendar, both included. */
  startsOn: z.nullable(z.iso.date()),
  endsOn: z.nullable(z.iso.date()),
})
export type CampaignSettings = z.infer<typeof CampaignSettings>

const Count = z.int().check(z.nonnegative())

export const CampaignLine = z.strictObject({
  id: CampaignId,
  version: z.int(),
  state: CampaignState,
  settings: CampaignSettings,
  /** It asks for skills that no agent who could be handed it has: it calls nobody. */
  lacksAgents: z.boolean(),
  changedAt: Instant,
  changedBy: z.nullable(z.string()),
  /** Rounds: waiting and due, waiting for later, with an agent just now. */
  due: Count,
  later: Count,
  inHand: Count,
  /** Callbacks that were promised and not made yet. */
  callbacks: Count,
})
export type CampaignLine = z.infer<typeof CampaignLine>

/** Whoever answers may be a part of the base: `of` customers were looked at, `all` there are. */
const Looked = z.strictObject({ of: Count, all: Count })
export const CampaignCount = z.strictObject({
  looked: Looked,
  /** Of all: customers whom the conditions let through. */
  matched: Count,
  /** As many as remain if this condition, by its place, were left out: what to loosen where nobody is left. */
  without: z.array(z.strictObject({ group: Count, condition: Count, matched: Count })),
})
export type CampaignCount = z.infer<typeof CampaignCount>

export const CampaignPreview = z.strictObject({
  /** Of those who match, as many as the gate was asked about. */
  asked: Looked,
  /** May be called at once, and once a rule lifts by itself. */
  now: Count,
  later: Count,
  /** One customer may be held back by several. */
  excluded: z.array(z.strictObject({ cause: z.string(), customers: Count })),
})
export type CampaignPreview = z.infer<typeof CampaignPreview>

export const CampaignAct = z.enum(['start', 'pause', 'drain', 'end'])
export type CampaignAct = z.infer<typeof CampaignAct>

const one = z.strictObject({ id: CampaignId })
/** A change names the version that it goes from: 409 when somebody was faster. */
const version = z.int()
const asked = z.strictObject({ id: z.nullable(CampaignId), settings: CampaignSettings })

export const campaignsApi = {
  'campaign.list': { method: 'GET', path: '/campaigns', answer: z.array(CampaignLine) },
  /** What a form may choose from. */
  'campaign.choices': {
    method: 'GET',
    path: '/campaigns/choices',
    answer: z.strictObject({
      teams: z.array(z.strictObject({ id: TeamId, name: z.string() })),
      /** Imported attributes that may be asked for: none that is protected. */
      attributes: z.array(z.string()),
      /** Our own numbers. */
      callerIds: z.array(E164),
      /** Those that some agent has. */
      skills: z.array(Skill),
      currency: z.string(),
    }),
  },
  'campaign.make': {
    method: 'POST',
    path: '/campaigns',
    body: z.strictObject({ settings: CampaignSettings }),
    answer: CampaignLine,
  },
  'campaign.change': {
    method: 'PUT',
    path: '/campaigns/:id',
    params: one,
    body: z.strictObject({ version, settings: CampaignSettings }),
    answer: CampaignLine,
  },
  'campaign.act': {
    method: 'POST',
    path: '/campaigns/:id/act',
    params: one,
    /** `confirmed`: to start one that calls everybody, or nobody yet, after having been told so. */
    body: z.strictObject({ version, act: CampaignAct, confirmed: z.boolean() }),
    answer: CampaignLine,
  },
  'campaign.clone': { method: 'POST', path: '/campaigns/:id/clone', params: one, answer: CampaignLine },
  'campaign.count': {
    method: 'POST',
    path: '/campaigns/count',
    body: z.strictObject({ segment: Segment }),
    answer: CampaignCount,
  },
  'campaign.preview': { method: 'POST', path: '/campaigns/preview', body: asked, answer: CampaignPreview },
} as const satisfies Record<string, Endpoint>
