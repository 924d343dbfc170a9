import { useQueryClient } from '@tanstack/react-query'
import { UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { StaffMember } from '#contract/staff'
import { problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { useFrame } from '../../app/frame.ts'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { addToast } from '../../ui/toasts.ts'
import { AddDialog } from './AddDialog.tsx'
import { ChangeDialog } from './ChangeDialog.tsx'
import { KeepingPart } from './KeepingPart.tsx'
import './Staff.css'

/** Who may sign in, as what, in which languages they call and what they are good at. */
export function StaffScreen() {
  const t = useTranslations('staff')
  const app = useTranslations('app')
  const format = useFormat()
  const client = useQueryClient()
  const { me } = useFrame()
  const staff = useRead('staff.list', {})
  const [isAdding, setAdding] = useState(false)
  const [changing, setChanging] = useState<StaffMember | null>(null)
  const finish = (member: StaffMember): void => {
    setAdding(false)
    setChanging(null)
    addToast('won', t('saved', { name: isolate(member.name) }))
    void client.invalidateQueries({ queryKey: readKey('staff.list') })
  }
  const add = (
    <Button kind="primary" icon={<UserPlus size={16} aria-hidden="true" />} onPress={() => setAdding(true)}>
      {t('add')}
    </Button>
  )
  const known = [...new Set(staff.data?.flatMap(({ active, skills }) => (active ? skills : [])))]
  const others = staff.data?.filter(({ id }) => id !== me.id) ?? []
  return (
    <div className="staff">
      <header className="staff-head">
        <div>
          <h1>{t('title')}</h1>
          <p>{t('lead')}</p>
        </div>
        {staff.data && others.length > 0 && add}
      </header>
      {staff.isPending && <Skeleton height={240} />}
      {staff.isError && <FailedState problem={problemOf(staff.error)} onRetry={() => void staff.refetch()} />}
      {staff.data && others.length === 0 && (
        <EmptyState
          icon={<Users size={24} aria-hidden="true" />}
          title={t('empty.title')}
          body={t('empty.body')}
          action={add}
        />
      )}
      {staff.data && others.length > 0 && (
        <Table
          caption={t('title')}
          rows={staff.data}
          rowId={({ id }) => id}
          columns={[
            { id: 'name', title: t('name'), cell: ({ name }) => <Bdi>{name}</Bdi> },
            { id: 'email', title: t('email'), cell: ({ email }) => <bdi dir="ltr">{email}</bdi> },
            { id: 'role', title: t('role'), cell: ({ role }) => app(`role.${role}`) },
            {
              id: 'languages',
              title: t('languages'),
              cell: ({ languages }) => languages.map((language) => app(`language.${language}`)).join(' · '),
            },
            {
              id: 'skills',
              title: t('skills'),
              cell: ({ skills }) => skills.map(isolate).join(' · '),
            },
            {
              id: 'active',
              title: t('state'),
              cell: ({ active }) => (
                <Chip tone={active ? 'won' : 'waiting'}>{active ? t('active') : t('inactive')}</Chip>
              ),
            },
            { id: 'createdAt', title: t('createdAt'), cell: ({ createdAt }) => format.date(createdAt) },
            {
              id: 'change',
              title: <span className="visually-hidden">{t('change')}</span>,
              cell: (member) => (
                <Button kind="quiet" dense onPress={() => setChanging(member)}>
                  {t('change')} <span className="visually-hidden">{member.name}</span>
                </Button>
              ),
            },
          ]}
        />
      )}
      <KeepingPart />
      {isAdding && <AddDialog known={known} onClose={() => setAdding(false)} onSaved={finish} />}
      {changing && (
        <ChangeDialog
          member={changing}
          known={known}
          isMe={changing.id === me.id}
          onClose={() => setChanging(null)}
          onSaved={finish}
        />
      )}
    </div>
  )
}
