import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Quality } from '#contract/identity'
import type { CustomerId } from '#contract/ids'
import { readKey } from '../../api/queries.ts'
import { useTopic } from '../../live/use-line.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { CauseList, type ListName } from './CauseList.tsx'
import { CauseRows } from './CauseRows.tsx'
import { CompareView } from './CompareView.tsx'
import type { JustMerged } from './just-merged.ts'
import { MergedList } from './MergedList.tsx'
import { ProposalList } from './ProposalList.tsx'
import { UndoNotice } from './UndoNotice.tsx'
import './Identity.css'

const LISTS = ['quality.rows', 'proposal.list', 'merge.list', 'merge.compare'] as const

type Pair = { a: CustomerId; b: CustomerId }

/** What is wrong with our own data, by cause, and the place to put it right. Pushed: what another supervisor does is seen at once. */
export function QualityScreen() {
  const t = useTranslations('identity')
  const client = useQueryClient()
  const { document: quality, version, problem } = useTopic('quality', Quality)
  const [list, setList] = useState<ListName>('proposal')
  const [pair, setPair] = useState<Pair | null>(null)
  const [merged, setMerged] = useState<JustMerged | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer version is what there is to read again for.
  useEffect(() => {
    for (const name of LISTS) void client.invalidateQueries({ queryKey: readKey(name) })
  }, [client, version])
  const open = (next: ListName): void => {
    setPair(null)
    setList(next)
  }
  const finish = (made: JustMerged | null): void => {
    setPair(null)
    setMerged(made)
  }
  if (problem && !quality) return <FailedState problem={problem} onRetry={() => location.reload()} />
  return (
    <div className="identity">
      <header className="identity-head">
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      {quality ? <CauseList quality={quality} chosen={list} onChoose={open} /> : <Skeleton height={420} />}
      <div className="identity-body">
        {merged && <UndoNotice merged={merged} onGone={() => setMerged(null)} />}
        {pair ? (
          <CompareView key={`${pair.a} ${pair.b}`} pair={pair} onClose={() => setPair(null)} onDone={finish} />
        ) : (
          <section className="identity-list" aria-labelledby="identity-list">
            <h2 id="identity-list">{t(`cause.${list}`)}</h2>
            <p className="identity-todo">{t(`todo.${list}`)}</p>
            {list === 'proposal' && <ProposalList onCompare={setPair} />}
            {list === 'merged' && <MergedList />}
            {list !== 'proposal' && list !== 'merged' && <CauseRows key={list} cause={list} />}
          </section>
        )}
      </div>
    </div>
  )
}
