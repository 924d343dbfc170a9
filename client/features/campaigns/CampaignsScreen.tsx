import { useQueryClient } from '@tanstack/react-query'
import { Megaphone, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { CampaignLine, CampaignState } from '#contract/campaigns'
import { problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip, type Tone } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { addToast } from '../../ui/toasts.ts'
import { CampaignActs } from './CampaignActs.tsx'
import { CampaignEditor } from './CampaignEditor.tsx'
import './Campaigns.css'

const LIVE_MILLISECONDS = 10_000
const TONES: Record<CampaignState, Tone> = {
  draft: 'waiting',
  running: 'won',
  paused: 'due',
  draining: 'reached',
  ended: 'waiting',
}

/** Every campaign with its state and its rounds, and the form that makes and changes one. */
export function CampaignsScreen() {
  const t = useTranslations('campaigns')
  const format = useFormat()
  const client = useQueryClient()
  const campaigns = useRead('campaign.list', {}, { refetchMilliseconds: LIVE_MILLISECONDS, staleMilliseconds: 0 })
  const choices = useRead('campaign.choices', {}, { staleMilliseconds: 0 })
  const taxonomy = useRead('programme.taxonomy', {})
  const [editing, setEditing] = useState<CampaignLine | 'new' | null>(null)
  const readAgain = (): void => void client.invalidateQueries({ queryKey: readKey('campaign.list') })
  const finish = ({ settings }: CampaignLine): void => {
    setEditing(null)
    addToast('won', t('saved', { name: isolate(settings.name) }))
    readAgain()
  }
  const failed = [campaigns, choices, taxonomy].find(({ isError }) => isError)
  if (failed?.error) return <FailedState problem={problemOf(failed.error)} onRetry={() => void failed.refetch()} />
  if (editing && choices.data && taxonomy.data)
    return (
      <CampaignEditor
        key={editing === 'new' ? editing : `${editing.id} ${editing.version}`}
        campaign={editing === 'new' ? null : editing}
        choices={choices.data}
        taxonomy={taxonomy.data}
        onClose={() => {
          setEditing(null)
          readAgain()
        }}
        onSaved={finish}
      />
    )
  const make = (
    <Button kind="primary" icon={<Plus size={16} aria-hidden="true" />} onPress={() => setEditing('new')}>
      {t('make')}
    </Button>
  )
  return (
    <div className="campaigns">
      <header className="campaigns-head">
        <div>
          <h1>{t('title')}</h1>
          <p>{t('lead')}</p>
        </div>
        {make}
      </header>
      {campaigns.isPending && <Skeleton height={240} />}
      {campaigns.data && (
        <Table
          caption={t('title')}
          rows={campaigns.data}
          rowId={({ id }) => id}
          empty={
            <EmptyState
              icon={<Megaphone size={24} aria-hidden="true" />}
              title={t('empty.title')}
              body={t('empty.body')}
            />
          }
          columns={[
            { id: 'name', title: t('name'), cell: ({ settings }) => <Bdi>{settings.name}</Bdi> },
            {
              id: 'state',
              title: t('state'),
              cell: ({ state, lacksAgents }) => (
                <span className="campaign-state">
                  <Chip tone={TONES[state]}>{t(`states.${state}`)}</Chip>
                  {lacksAgents && state !== 'ended' && <Chip tone="due">{t('lacksAgents')}</Chip>}
                </span>
              ),
            },
            {
              id: 'priority',
              title: t('priority'),
              isNumber: true,
              cell: ({ settings }) => format.number(settings.priority),
            },
            {
              id: 'rounds',
              title: t('rounds'),
              isNumber: true,
              cell: ({ due, later, inHand }) => [due, later, inHand].map((count) => format.number(count)).join(' · '),
            },
            {
              id: 'changed',
              title: t('changed'),
              cell: ({ changedAt, changedBy }) =>
                changedBy
                  ? t('by', { date: format.date(changedAt), name: isolate(changedBy) })
                  : format.date(changedAt),
            },
            {
              id: 'actions',
              title: <span className="visually-hidden">{t('actions')}</span>,
              cell: (line) => <CampaignActs line={line} onEdit={() => setEditing(line)} onChanged={readAgain} />,
            },
          ]}
        />
      )}
    </div>
  )
}
