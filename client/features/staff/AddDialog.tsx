import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import type { Skill } from '#contract/skills'
import type { StaffMember } from '#contract/staff'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { DialogProblem } from './DialogProblem.tsx'
import { MemberFields } from './MemberFields.tsx'
import { type MemberForm, readMember } from './member-form.ts'

type Props = { known: readonly Skill[]; onClose: () => void; onSaved: (member: StaffMember) => void }

export function AddDialog({ known, onClose, onSaved }: Props) {
  const t = useTranslations('staff')
  const app = useTranslations('app')
  const formId = useId()
  const [form, setForm] = useState<MemberForm>({
    name: '',
    role: 'agent',
    languages: [useLocale()],
    skills: [],
    newSkill: '',
  })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const add = useMutation({
    mutationFn: () => call('staff.add', { body: { ...readMember(form), email: email.trim(), password } }),
    onSuccess: onSaved,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!add.isPending && form.languages.length > 0) add.mutate()
  }
  return (
    <Dialog
      title={t('add')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} isPending={add.isPending}>
            {add.isPending ? t('adding') : t('add')}
          </Button>
        </>
      }
    >
      <form id={formId} className="staff-form" onSubmit={submit}>
        <DialogProblem problem={add.isError ? problemOf(add.error) : null} />
        <MemberFields form={form} known={known} onChange={setForm} />
        <TextField
          label={t('email')}
          type="email"
          name="email"
          autoComplete="off"
          value={email}
          onChange={setEmail}
          required
          maxLength={200}
        />
        <TextField
          label={t('password')}
          hint={t('passwordHint')}
          type="password"
          name="new-password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          required
          maxLength={128}
        />
      </form>
    </Dialog>
  )
}
