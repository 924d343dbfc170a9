import { Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { MergeProposal } from '#contract/identity'
import type { CustomerId } from '#contract/ids'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Phone } from '../../ui/Phone.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { CustomerName } from './CustomerName.tsx'
import { Pager } from './Pager.tsx'
import { useAct } from './use-act.ts'

type Props = { onCompare: (pair: { a: CustomerId; b: CustomerId }) => void }

/** Pairs that may be one person, the surest first; a family is told apart with one press. */
export function ProposalList({ onCompare }: Props) {
  const t = useTranslations('identity')
  const [after, setAfter] = useState<string | null>(null)
  const list = useRead('proposal.list', { query: after === null ? {} : { after } })
  const { act, isPending } = useAct(t('keptApart'))
  const apart = ({ a, b }: MergeProposal) => act(() => call('merge.keepApart', { body: { a: a.id, b: b.id } }))
  if (list.isPending) return <Skeleton height={240} />
  if (list.isError) return <FailedState problem={problemOf(list.error)} onRetry={() => void list.refetch()} />
  return (
    <>
      <Table
        caption={t('cause.proposal')}
        rows={list.data.rows}
        rowId={({ a, b }) => `${a.id} ${b.id}`}
        empty={
          <EmptyState icon={<Users size={24} aria-hidden="true" />} title={t('empty.title')} body={t('empty.body')} />
        }
        columns={[
          { id: 'a', title: t('customer'), cell: ({ a }) => <CustomerName customer={a} /> },
          { id: 'b', title: t('other'), cell: ({ b }) => <CustomerName customer={b} /> },
          {
            id: 'why',
            title: t('why'),
            cell: ({ sign, number }) => (
              <span className="identity-name">
                <span>{t(`sign.${sign}`)}</span>
                {number && (
                  <small>
                    <Phone number={number} />
                  </small>
                )}
              </span>
            ),
          },
          {
            id: 'act',
            title: <span className="visually-hidden">{t('action')}</span>,
            cell: (row) => (
              <span className="identity-actions">
                <Button dense onPress={() => onCompare({ a: row.a.id, b: row.b.id })}>
                  {t('compare')} <span className="visually-hidden">{`${row.a.name}, ${row.b.name}`}</span>
                </Button>
                <Button kind="quiet" dense isDisabled={isPending} onPress={() => apart(row)}>
                  {t('apart')} <span className="visually-hidden">{`${row.a.name}, ${row.b.name}`}</span>
                </Button>
              </span>
            ),
          },
        ]}
      />
      <Pager isFirst={after === null} next={list.data.next} onTurn={setAfter} />
    </>
  )
}
