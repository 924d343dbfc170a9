import { useTranslations } from 'use-intl'
import type { Skill } from '#contract/skills'
import { Role } from '#contract/staff'
import { locales } from '../../i18n/locale.ts'
import { CheckGroup } from '../../ui/CheckGroup.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import type { MemberForm } from './member-form.ts'
import { SkillsField } from './SkillsField.tsx'

type Props = {
  form: MemberForm
  /** Those that somebody has. */
  known: readonly Skill[]
  onChange: (form: MemberForm) => void
  /** Somebody cannot take the administrator's role from themselves. */
  isRoleFixed?: boolean
}

/** What is asked when a person is added and may be changed afterwards. */
export function MemberFields({ form, known, onChange, isRoleFixed = false }: Props) {
  const t = useTranslations('staff')
  const app = useTranslations('app')
  return (
    <>
      <TextField
        label={t('name')}
        name="name"
        autoComplete="off"
        value={form.name}
        onChange={(name) => onChange({ ...form, name })}
        required
        maxLength={200}
      />
      <Select
        label={t('role')}
        options={Role.options.map((id) => ({ id, label: app(`role.${id}`), note: t(`roleNote.${id}`) }))}
        value={form.role}
        onChange={(role) => onChange({ ...form, role })}
        isDisabled={isRoleFixed}
      />
      <CheckGroup
        label={t('languages')}
        options={locales.map((id) => ({ id, label: app(`language.${id}`), lang: id }))}
        value={form.languages}
        onChange={(languages) => onChange({ ...form, languages })}
        error={form.languages.length === 0 ? t('languageRequired') : null}
      />
      <SkillsField form={form} known={known} onChange={onChange} />
    </>
  )
}
