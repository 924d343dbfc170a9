import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { QualityCause, QualityRow } from '#contract/identity'
import { SkipReason } from '#contract/queue'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { useLabel } from '../../i18n/labels.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Phone } from '../../ui/Phone.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { CustomerName } from './CustomerName.tsx'
import { Pager } from './Pager.tsx'
import { RowActions } from './RowActions.tsx'

/** Why a row stands here: the outcome that struck a number, or what an agent named when passing over. */
function useDetail(): (row: QualityRow) => string | null {
  const t = useTranslations('identity')
  const label = useLabel()
  return ({ detail, labels }) => {
    if (labels) return label(labels)
    const reason = SkipReason.safeParse(detail).data
    return reason === 'language' || reason === 'duplicate' || reason === 'bad-data' ? t(`skip.${reason}`) : detail
  }
}

/** Who stands under one cause, each with what there is to do. */
export function CauseRows({ cause }: { cause: Exclude<QualityCause, 'proposal'> }) {
  const t = useTranslations('identity')
  const format = useFormat()
  const detail = useDetail()
  const [after, setAfter] = useState<string | null>(null)
  const list = useRead('quality.rows', { query: after === null ? { cause } : { cause, after } })
  if (list.isPending) return <Skeleton height={240} />
  if (list.isError) return <FailedState problem={problemOf(list.error)} onRetry={() => void list.refetch()} />
  const { rows, next } = list.data
  const columns: (Column<QualityRow> | false)[] = [
    { id: 'customer', title: t('customer'), cell: ({ customer }) => <CustomerName customer={customer} /> },
    rows.some(({ number }) => number) && {
      id: 'number',
      title: t('number'),
      cell: ({ number }) => number && <Phone number={number.masked} />,
    },
    rows.some((row) => detail(row)) && { id: 'why', title: t('why'), cell: detail },
    rows.some(({ since }) => since) && {
      id: 'since',
      title: t('since'),
      cell: ({ since }) => since && format.date(since),
    },
    {
      id: 'act',
      title: <span className="visually-hidden">{t('action')}</span>,
      cell: (row) => <RowActions cause={cause} row={row} />,
    },
  ]
  return (
    <>
      <Table
        caption={t(`cause.${cause}`)}
        rows={rows}
        rowId={({ customer, number }) => `${customer.id} ${number?.phoneId ?? ''}`}
        columns={columns.filter((column) => column !== false)}
        empty={
          <EmptyState
            icon={<CircleCheck size={24} aria-hidden="true" />}
            title={t('empty.title')}
            body={t('empty.body')}
          />
        }
      />
      <Pager isFirst={after === null} next={next} onTurn={setAfter} />
    </>
  )
}
