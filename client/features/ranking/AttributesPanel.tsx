import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { AttributeUse } from '#contract/people'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Select } from '../../ui/Select.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { addToast } from '../../ui/toasts.ts'
import { RankingPart } from './RankingPart.tsx'

/** What ranking may know of customers, said by a person. */
export function AttributesPanel() {
  const t = useTranslations('ranking.attributes')
  const say = useProblemWords()
  const format = useFormat()
  const client = useQueryClient()
  const attributes = useRead('attributes.read', {})
  const readAgain = (): void => {
    for (const name of ['attributes.read', 'ranking.models', 'ranking.queue', 'ranking.measures'] as const)
      void client.invalidateQueries({ queryKey: readKey(name) })
  }
  const save = useMutation({
    mutationFn: (body: { name: string; use: AttributeUse }) => call('attributes.use', { body }),
    onSuccess: (_, { name }) => {
      addToast('won', t('saved', { name: isolate(name) }))
      readAgain()
    },
    onError: (error) => {
      addToast('stop', say(problemOf(error)))
      readAgain()
    },
  })
  const options = AttributeUse.options.map((id) => ({ id, label: t(`uses.${id}`) }))
  return (
    <RankingPart
      title={t('title')}
      lead={
        <>
          {t('lead')} <strong>{t('promise')}</strong>
        </>
      }
    >
      {attributes.isPending && <Skeleton height={160} />}
      {attributes.isError && (
        <FailedState problem={problemOf(attributes.error)} onRetry={() => void attributes.refetch()} />
      )}
      {attributes.data && (
        <Table
          caption={t('title')}
          rows={attributes.data}
          rowId={({ name }) => name}
          empty={<EmptyState title={t('empty.title')} body={t('empty.body')} />}
          columns={[
            { id: 'name', title: t('name'), cell: ({ name }) => <Bdi>{name}</Bdi> },
            { id: 'seen', title: t('seen'), cell: ({ seenAt }) => format.date(seenAt) },
            {
              id: 'use',
              title: t('use'),
              cell: ({ name, use }) => (
                <Select
                  label={t('useOf', { name })}
                  hideLabel
                  options={options}
                  value={save.isPending && save.variables.name === name ? save.variables.use : use}
                  onChange={(chosen) => chosen !== use && save.mutate({ name, use: chosen })}
                  isDisabled={save.isPending}
                />
              ),
            },
          ]}
        />
      )}
    </RankingPart>
  )
}
