import { Skill } from '#contract/skills'
import type { Role } from '#contract/staff'
import type { Locale } from '#contract/values'

/** A person as typed; `newSkill` is one more that nobody had yet. */
export type MemberForm = { name: string; role: Role; languages: Locale[]; skills: Skill[]; newSkill: string }

/** What the form says, with the skill that is typed and was not added yet. */
export function readMember({ newSkill, ...member }: MemberForm): Omit<MemberForm, 'newSkill'> {
  const another = Skill.safeParse(newSkill)
  return another.success ? { ...member, skills: [...new Set([...member.skills, another.data])] } : member
}
