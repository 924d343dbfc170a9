import { ListOrdered, RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Taxonomy } from '#contract/programme'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { useLabels } from '../../i18n/use-labels.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { QueueRow } from './QueueRow.tsx'
import { RankingPart } from './RankingPart.tsx'

const COLUMNS = ['perMinute', 'pContact', 'pWin'] as const

/** The first ten, in their order; a row opens to everything that its place is made of. */
export function FirstInQueue({ taxonomy }: { taxonomy: Taxonomy }) {
  const t = useTranslations('ranking.first')
  const labels = useLabels(taxonomy)
  const queue = useRead('ranking.queue', {})
  const [open, setOpen] = useState<string | null>(null)
  return (
    <RankingPart
      title={t('title')}
      lead={t('lead')}
      action={
        <Button
          dense
          icon={<RotateCw size={14} aria-hidden="true" />}
          isPending={queue.isFetching}
          onPress={() => void queue.refetch()}
        >
          {t('refresh')}
        </Button>
      }
    >
      {queue.isPending && <Skeleton height={400} />}
      {queue.isError && <FailedState problem={problemOf(queue.error)} onRetry={() => void queue.refetch()} />}
      {queue.data?.length === 0 && (
        <EmptyState
          icon={<ListOrdered size={24} aria-hidden="true" />}
          title={t('empty.title')}
          body={t('empty.body')}
        />
      )}
      {queue.data && queue.data.length > 0 && (
        <div className="table-frame">
          <table className="table ranking-queue">
            <caption className="visually-hidden">{t('title')}</caption>
            <thead>
              <tr>
                <th scope="col" data-number="true">
                  {t('place')}
                </th>
                <th scope="col">{t('customer')}</th>
                {COLUMNS.map((id) => (
                  <th key={id} scope="col" data-number="true">
                    {t(id)}
                  </th>
                ))}
                <th scope="col" className="ranking-offer">
                  {t('offer')}
                </th>
                <th scope="col">
                  <span className="visually-hidden">{t('open')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {queue.data.map((place, at) => (
                <QueueRow
                  key={place.customerId}
                  place={place}
                  at={at + 1}
                  labels={labels}
                  isOpen={open === place.customerId}
                  onToggle={() => setOpen(open === place.customerId ? null : place.customerId)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </RankingPart>
  )
}
