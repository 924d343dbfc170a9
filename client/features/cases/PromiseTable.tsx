import { useTranslations } from 'use-intl'
import type { OpenPromise } from '#contract/people'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Table } from '../../ui/Table.tsx'

type Props = {
  promises: readonly OpenPromise[]
  /** The one that is being saved. */
  settling: string | null
  onSettle: (promise: OpenPromise, status: 'kept' | 'broken') => void
}

/** What agents promised, the first due on top. */
export function PromiseTable({ promises, settling, onSettle }: Props) {
  const t = useTranslations('cases')
  const format = useFormat()
  return (
    <section className="cases-part">
      <h2>{t('promises', { count: promises.length })}</h2>
      <Table
        caption={t('promises', { count: promises.length })}
        rows={promises}
        rowId={({ id }) => id}
        columns={[
          { id: 'customer', title: t('customer'), cell: ({ customerName }) => <Bdi>{customerName}</Bdi> },
          { id: 'what', title: t('what'), cell: ({ what }) => <Bdi>{what}</Bdi> },
          { id: 'owner', title: t('owner'), cell: ({ owner }) => <Bdi>{owner}</Bdi> },
          { id: 'due', title: t('due'), cell: ({ dueAt }) => format.moment(dueAt) },
          {
            id: 'state',
            title: t('state'),
            cell: ({ overdue }) => (
              <Chip tone={overdue ? 'due' : 'waiting'}>{overdue ? t('overdue') : t('inTime')}</Chip>
            ),
          },
          {
            id: 'settle',
            title: <span className="visually-hidden">{t('settle')}</span>,
            cell: (promise) => (
              <span className="cases-actions">
                <Button dense isDisabled={settling === promise.id} onPress={() => onSettle(promise, 'kept')}>
                  {t('kept')} <span className="visually-hidden">{promise.customerName}</span>
                </Button>
                <Button
                  kind="quiet"
                  dense
                  isDisabled={settling === promise.id}
                  onPress={() => onSettle(promise, 'broken')}
                >
                  {t('broken')} <span className="visually-hidden">{promise.customerName}</span>
                </Button>
              </span>
            ),
          },
        ]}
      />
    </section>
  )
}
