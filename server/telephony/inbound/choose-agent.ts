import type { UserId } from '#contract/ids'
import type { Skill } from '#contract/skills'
import type { Locale } from '#contract/values'

export type FreeAgent = {
  userId: UserId
  teamId: string | null
  languages: readonly Locale[]
  skills: readonly Skill[]
  readySince: Date
}
export type WaitingCaller = {
  language: Locale
  /** Of the key they pressed; null: anybody's. */
  teamId: string | null
  /** That the campaign asks for which calls them. */
  skills: readonly Skill[]
  lastAgentId: UserId | null
  /** Who let it ring already. */
  passedBy: readonly UserId[]
}

/**
 * Who answers: the agent who spoke with them last, else one who speaks their language, of the team that they asked for, with
 * every skill that their campaign asks for, the first of these before the next; of equals, who has waited longest. Somebody always
 * answers who is free. Nobody whose phone rang in vain is asked twice before the others.
 */
export function chooseAgent(caller: WaitingCaller, free: readonly FreeAgent[]): UserId | null {
  const score = ({ userId, teamId, languages, skills }: FreeAgent): number =>
    (caller.passedBy.includes(userId) ? -100 : 0) +
    (userId === caller.lastAgentId ? 8 : 0) +
    (languages.includes(caller.language) ? 4 : 0) +
    (caller.teamId === null || teamId === null || teamId === caller.teamId ? 2 : 0) +
    (caller.skills.every((skill) => skills.includes(skill)) ? 1 : 0)
  const [best] = [...free].sort(
    (a, b) => score(b) - score(a) || a.readySince.getTime() - b.readySince.getTime() || (a.userId < b.userId ? -1 : 1),
  )
  return best?.userId ?? null
}
