import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Skill } from '#contract/skills'
import type { StaffMember } from '#contract/staff'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { DialogProblem } from './DialogProblem.tsx'
import { MemberFields } from './MemberFields.tsx'
import { type MemberForm, readMember } from './member-form.ts'

type Props = {
  member: StaffMember
  known: readonly Skill[]
  isMe: boolean
  onClose: () => void
  onSaved: (member: StaffMember) => void
}

/** Changes a person, or lets them sign in no more: their work and their name stay on record. */
export function ChangeDialog({ member, known, isMe, onClose, onSaved }: Props) {
  const t = useTranslations('staff')
  const app = useTranslations('app')
  const formId = useId()
  const { id, name, role, languages, skills, active } = member
  const [form, setForm] = useState<MemberForm>({ name, role, languages, skills, newSkill: '' })
  const change = useMutation({
    mutationFn: (willBeActive: boolean) =>
      call('staff.change', { params: { id }, body: { ...readMember(form), active: willBeActive } }),
    onSuccess: onSaved,
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!change.isPending && form.languages.length > 0) change.mutate(active)
  }
  return (
    <Dialog
      title={t('changeTitle', { name })}
      isOpen
      onClose={onClose}
      actions={
        <>
          {!isMe && (
            <Button className="staff-switch" onPress={() => change.mutate(!active)} isDisabled={change.isPending}>
              {active ? t('switchOff') : t('switchOn')}
            </Button>
          )}
          <Button onPress={onClose}>{app('cancel')}</Button>
          <Button kind="primary" type="submit" form={formId} isPending={change.isPending}>
            {app('save')}
          </Button>
        </>
      }
    >
      <form id={formId} className="staff-form" onSubmit={submit}>
        <DialogProblem problem={change.isError ? problemOf(change.error) : null} />
        <MemberFields form={form} known={known} onChange={setForm} isRoleFixed={isMe} />
        {isMe && <p className="staff-note">{t('ownAccount')}</p>}
      </form>
    </Dialog>
  )
}
