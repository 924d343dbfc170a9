import { useMutation } from '@tanstack/react-query'
import { ArrowLeft, Equal, EqualNot } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Comparison } from '#contract/identity'
import type { CustomerId } from '#contract/ids'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { OptionList } from '../../ui/OptionList.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { addToast } from '../../ui/toasts.ts'
import { type CompareRow, differs, likelySurvivor, rowsOf } from './compare-rows.ts'
import type { JustMerged } from './just-merged.ts'
import { MergePlan } from './MergePlan.tsx'
import { SideCell } from './SideCell.tsx'

type Props = {
  pair: { a: CustomerId; b: CustomerId }
  onClose: () => void
  onDone: (merged: JustMerged | null) => void
}

/** Two rows side by side: the same facts in the same line, what differs marked, and the decision below. */
export function CompareView({ pair, onClose, onDone }: Props) {
  const t = useTranslations('identity')
  const read = useRead('merge.compare', { query: pair })
  return (
    <section className="identity-list" aria-labelledby="identity-compare">
      <header className="identity-compare-head">
        <h2 id="identity-compare">{t('side.title')}</h2>
        <Button kind="quiet" icon={<ArrowLeft size={16} className="mirrors" aria-hidden="true" />} onPress={onClose}>
          {t('side.back')}
        </Button>
      </header>
      {read.isPending && <Skeleton height={480} />}
      {read.isError && <FailedState problem={problemOf(read.error)} onRetry={() => void read.refetch()} />}
      {read.data && !read.isError && <Sides compared={read.data} onDone={onDone} />}
    </section>
  )
}

function Sides({ compared, onDone }: { compared: Comparison; onDone: Props['onDone'] }) {
  const t = useTranslations('identity')
  const say = useProblemWords()
  const { a, b, household, keptApart } = compared
  const [kept, setKept] = useState(() => likelySurvivor(a, b))
  const [from, into] = kept === 'a' ? [b, a] : [a, b]
  const merge = useMutation({
    mutationFn: () => call('merge.make', { body: { fromId: from.id, intoId: into.id } }),
    onSuccess: ({ id }) => onDone({ id, from: from.name, into: into.name }),
  })
  const apart = useMutation({
    mutationFn: () => call('merge.keepApart', { body: { a: a.id, b: b.id } }),
    onSuccess: () => {
      addToast('won', t('keptApart'))
      onDone(null)
    },
  })
  const failed = merge.error ?? apart.error
  const busy = merge.isPending || apart.isPending
  const onDesk = a.onDesk || b.onDesk
  const cell = (row: CompareRow, side: 'a' | 'b') => <SideCell row={row} side={compared[side]} />
  return (
    <>
      <Table
        caption={t('side.title')}
        rows={rowsOf(a, b)}
        rowId={(row) => row}
        columns={[
          { id: 'what', title: t('side.what'), cell: (row) => t(`side.row.${row}`) },
          { id: 'a', title: t('side.first'), cell: (row) => cell(row, 'a') },
          {
            id: 'same',
            title: <span className="visually-hidden">{t('side.differs')}</span>,
            cell: (row) => <Verdict isOther={differs(row, a, b)} />,
          },
          { id: 'b', title: t('side.second'), cell: (row) => cell(row, 'b') },
        ]}
      />
      {household.length > 0 && (
        <p className="identity-household">
          {t('side.household')}:{' '}
          {household.map(({ id, name }, at) => (
            <span key={id}>
              {at > 0 && ', '}
              <Bdi>{name}</Bdi>
            </span>
          ))}
        </p>
      )}
      <div className="identity-decide">
        <div className="identity-keep">
          <h3>{t('side.keep')}</h3>
          <OptionList
            label={t('side.keep')}
            columns={2}
            value={kept}
            onChoose={setKept}
            options={[a, b].map((side, at) => ({
              id: at === 0 ? ('a' as const) : ('b' as const),
              label: <Bdi>{side.name}</Bdi>,
              note: <Bdi>{side.externalId ?? side.city ?? ''}</Bdi>,
            }))}
          />
          <p className="identity-todo">{t('side.keepNote')}</p>
        </div>
        <MergePlan from={from} into={into} />
      </div>
      {keptApart && <p className="identity-warning">{t('side.apartBefore')}</p>}
      {onDesk && <p className="identity-warning">{t('side.onDesk')}</p>}
      {failed && (
        <p className="identity-problem" role="alert">
          {say(problemOf(failed))}
        </p>
      )}
      <div className="identity-decision">
        {!keptApart && (
          <Button isPending={apart.isPending} onPress={() => !busy && apart.mutate()}>
            {t('apart')}
          </Button>
        )}
        <Button kind="primary" isDisabled={onDesk} isPending={merge.isPending} onPress={() => !busy && merge.mutate()}>
          {t('side.merge')}
        </Button>
      </div>
    </>
  )
}

/** By word and by shape, never by colour alone. */
function Verdict({ isOther }: { isOther: boolean }) {
  const t = useTranslations('identity.side')
  const Shape = isOther ? EqualNot : Equal
  return (
    <span className="identity-verdict" data-differs={isOther || undefined}>
      <Shape size={16} aria-hidden="true" />
      {isOther ? t('differs') : t('same')}
    </span>
  )
}
