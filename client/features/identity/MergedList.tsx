import { Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { CustomerName } from './CustomerName.tsx'
import { Pager } from './Pager.tsx'
import { useAct } from './use-act.ts'

/** What was merged, the newest first, and the way back. */
export function MergedList() {
  const t = useTranslations('identity')
  const format = useFormat()
  const [after, setAfter] = useState<string | null>(null)
  const list = useRead('merge.list', { query: after === null ? {} : { after } })
  const { act, isPending } = useAct(t('undone'))
  if (list.isPending) return <Skeleton height={240} />
  if (list.isError) return <FailedState problem={problemOf(list.error)} onRetry={() => void list.refetch()} />
  return (
    <>
      <Table
        caption={t('cause.merged')}
        rows={list.data.rows}
        rowId={({ id }) => id}
        empty={
          <EmptyState
            icon={<Undo2 size={24} className="mirrors" aria-hidden="true" />}
            title={t('empty.title')}
            body={t('todo.merged')}
          />
        }
        columns={[
          { id: 'from', title: t('from'), cell: ({ from }) => <CustomerName customer={from} /> },
          { id: 'into', title: t('into'), cell: ({ into }) => <CustomerName customer={into} /> },
          { id: 'by', title: t('by'), cell: ({ by }) => <Bdi>{by}</Bdi> },
          { id: 'at', title: t('at'), cell: ({ at }) => format.moment(at) },
          {
            id: 'act',
            title: <span className="visually-hidden">{t('action')}</span>,
            cell: ({ id, undoneAt, from }) => (
              <span className="identity-actions">
                {undoneAt ? (
                  <Chip tone="waiting">{t('undoneAt', { at: format.moment(undoneAt) })}</Chip>
                ) : (
                  <Button
                    dense
                    isDisabled={isPending}
                    onPress={() => act(() => call('merge.undo', { params: { id } }))}
                  >
                    {t('undo')} <span className="visually-hidden">{from.name}</span>
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      <Pager isFirst={after === null} next={list.data.next} onTurn={setAfter} />
    </>
  )
}
