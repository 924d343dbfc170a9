import type { CampaignSettings } from '#contract/campaigns'
import type { Problem } from '#contract/problem'
import { IN_BRACES, SCRIPT_FIELDS, type ScriptLine } from '#contract/script'
import type { Segment } from '#contract/segments'
import { type Asked, type CallingAgent, serves } from './entitlement.ts'

/** What a campaign may choose from. */
export type Choices = {
  teams: readonly string[]
  offers: readonly string[]
  agents: readonly CallingAgent[]
  /** Our own numbers. */
  callerIds: readonly string[]
  /** Attributes that nobody may be chosen by. */
  protectedAttributes: readonly string[]
}

const problem = (code: string, field: string, params?: Problem['params']): Problem => ({
  code,
  field: `body.settings.${field}`,
  ...(params ? { params } : {}),
})

/** Attributes that a segment asks for. */
const attributesOf = ({ groups }: Segment): string[] =>
  groups.flatMap(({ conditions }) =>
    conditions.flatMap((one) =>
      one.kind === 'attribute' || one.kind === 'attributeNumber' || one.kind === 'attributeKnown' ? [one.name] : [],
    ),
  )

/** Countries that a segment names, where it lets through no other; empty: any. */
export function countriesOf({ join, groups }: Segment): string[] {
  const named = groups.map((group) =>
    group.conditions.length === 1 || group.join === 'and'
      ? group.conditions.flatMap((one) =>
          one.kind === 'text' && one.field === 'country' && one.op === 'is' ? one.values : [],
        )
      : [],
  )
  const binding = join === 'and' || groups.length === 1 ? named.find((values) => values.length > 0) : undefined
  return (binding ?? []).map((country) => country.toUpperCase())
}

/** It asks for skills that nobody has who could be handed its customers. */
export const lacksAgents = (asked: Asked, agents: readonly CallingAgent[]): boolean =>
  asked.skills.length > 0 && !agents.some((agent) => serves(agent, asked))

const FILLED_IN = SCRIPT_FIELDS.map((name) => `{${name}}`).join(' ')
/** What nobody could fill in, and a step that would be said in two ways. */
function checkScript(script: readonly ScriptLine[]): Problem[] {
  const said = new Set<string>()
  return script.flatMap(({ step, language, say }, nth) => {
    const field = `script.${nth}.say`
    const key = `${step} ${language}`
    const twice = said.has(key) ? [problem('campaign.script-twice', field, { step, language })] : []
    said.add(key)
    const known: readonly string[] = SCRIPT_FIELDS
    const unknown = [...say.matchAll(IN_BRACES)].find(([, name]) => !known.includes(name ?? ''))
    const foreign = unknown
      ? [problem('campaign.script-field', field, { step, language, unknown: unknown[0], known: FILLED_IN })]
      : []
    return [...twice, ...foreign]
  })
}

/** What is wrong with the settings, the law aside; each fault names its field. */
export function checkSettings(settings: CampaignSettings, choices: Choices): Problem[] {
  const { teamId, skills, offers, callerIds, segment, script, startsOn, endsOn } = settings
  const found: Problem[] = []
  if (!choices.teams.includes(teamId)) found.push(problem('campaign.team', 'teamId'))
  else if (lacksAgents(settings, choices.agents))
    found.push(problem('campaign.skills-nobody', 'skills', { skills: skills.join(', ') }))
  for (const code of offers)
    if (!choices.offers.includes(code)) found.push(problem('campaign.offer', 'offers', { code }))
  for (const [country, number] of Object.entries(callerIds))
    if (!choices.callerIds.includes(number))
      found.push(
        problem('campaign.caller-foreign', `callerIds.${country}`, {
          number,
          ours: choices.callerIds.join(', ') || '—',
        }),
      )
  for (const name of attributesOf(segment))
    if (choices.protectedAttributes.includes(name)) found.push(problem('campaign.protected', 'segment', { name }))
  found.push(...checkScript(script))
  if (startsOn && endsOn && endsOn < startsOn) found.push(problem('campaign.dates-order', 'endsOn'))
  return found
}
