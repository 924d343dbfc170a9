import type { UserId } from '#contract/ids'
import type { Locale } from '#contract/values'

export type FreeAgent = { userId: UserId; teamId: string | null; languages: readonly Locale[]; readySince: Date }
export type WaitingCaller = {
  language: Locale
  /** Of the key they pressed; null: anybody's. */
  teamId: string | null
  lastAgentId: UserId | null
  /** Who let it ring already. */
  passedBy: readonly UserId[]
}

/**
 * Who answers: the agent who spoke with them last, else one of the asked team who speaks their language, else one who
 * speaks it, else anybody; of equals, who has waited longest. Nobody whose phone rang in vain is asked twice before the others.
 */
export function chooseAgent(caller: WaitingCaller, free: readonly FreeAgent[]): UserId | null {
  const score = ({ userId, teamId, languages }: FreeAgent): number =>
    (caller.passedBy.includes(userId) ? -100 : 0) +
    (userId === caller.lastAgentId ? 16 : 0) +
    (languages.includes(caller.language) ? 4 : 0) +
    (caller.teamId === null || teamId === null || teamId === caller.teamId ? 2 : 0)
  const [best] = [...free].sort(
    (a, b) => score(b) - score(a) || a.readySince.getTime() - b.readySince.getTime() || (a.userId < b.userId ? -1 : 1),
  )
  return best?.userId ?? null
}
