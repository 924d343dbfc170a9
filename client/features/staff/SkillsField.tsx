import { Plus } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Skill } from '#contract/skills'
import { Button } from '../../ui/Button.tsx'
import { CheckGroup } from '../../ui/CheckGroup.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { type MemberForm, readMember } from './member-form.ts'

type Props = { form: MemberForm; known: readonly Skill[]; onChange: (form: MemberForm) => void }

/** Skills that somebody has already, to choose from, and one more that nobody had yet. */
export function SkillsField({ form, known, onChange }: Props) {
  const t = useTranslations('staff')
  const options = [...new Set([...known, ...form.skills])].sort()
  return (
    <>
      {options.length > 0 && (
        <CheckGroup
          label={t('skills')}
          options={options.map((skill) => ({ id: skill, label: skill }))}
          value={form.skills}
          onChange={(skills) => onChange({ ...form, skills })}
        />
      )}
      <div className="staff-skill">
        <TextField
          label={t('newSkill')}
          autoComplete="off"
          value={form.newSkill}
          onChange={(newSkill) => onChange({ ...form, newSkill })}
          maxLength={40}
        />
        <Button
          icon={<Plus size={14} aria-hidden="true" />}
          onPress={() => onChange({ ...readMember(form), newSkill: '' })}
          isDisabled={form.newSkill.trim() === ''}
        >
          {t('addSkill')}
        </Button>
      </div>
    </>
  )
}
