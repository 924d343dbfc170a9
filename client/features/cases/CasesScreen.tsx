import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { OpenComplaint, OpenPromise } from '#contract/people'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { isolate } from '../../i18n/isolate.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { addToast } from '../../ui/toasts.ts'
import { ComplaintDialog, type ComplaintEnd } from './ComplaintDialog.tsx'
import { ComplaintTable } from './ComplaintTable.tsx'
import { PromiseTable } from './PromiseTable.tsx'
import './Cases.css'

const REFETCH_MILLISECONDS = 30_000

type Ending = { complaint: OpenComplaint; status: ComplaintEnd }

/** What we owe customers: nobody here is called before somebody says how it ended. */
export function CasesScreen() {
  const t = useTranslations('cases')
  const say = useProblemWords()
  const client = useQueryClient()
  const cases = useRead('case.list', {}, { refetchMilliseconds: REFETCH_MILLISECONDS })
  const [ending, setEnding] = useState<Ending | null>(null)
  const readAgain = () => client.invalidateQueries({ queryKey: readKey('case.list') })
  const finish = (name: string): void => {
    setEnding(null)
    addToast('won', t('saved', { name: isolate(name) }))
    void readAgain()
  }
  const settle = useMutation({
    mutationFn: ({ promise, status }: { promise: OpenPromise; status: 'kept' | 'broken' }) =>
      call('promise.settle', { params: { id: promise.id }, body: { status } }),
    onSuccess: (_, { promise }) => finish(promise.customerName),
    onError: (error) => {
      addToast('stop', say(problemOf(error)))
      void readAgain()
    },
  })
  const { promises = [], complaints = [] } = cases.data ?? {}
  return (
    <div className="cases">
      <header className="cases-head">
        <h1>{t('title')}</h1>
        <p>{t('lead')}</p>
      </header>
      {cases.isPending && <Skeleton height={240} />}
      {cases.isError && <FailedState problem={problemOf(cases.error)} onRetry={() => void cases.refetch()} />}
      {cases.data && promises.length + complaints.length === 0 && (
        <EmptyState
          icon={<CircleCheck size={24} aria-hidden="true" />}
          title={t('empty.title')}
          body={t('empty.body')}
        />
      )}
      {complaints.length > 0 && (
        <ComplaintTable complaints={complaints} onSettle={(complaint, status) => setEnding({ complaint, status })} />
      )}
      {promises.length > 0 && (
        <PromiseTable
          promises={promises}
          settling={settle.isPending ? settle.variables.promise.id : null}
          onSettle={(promise, status) => settle.mutate({ promise, status })}
        />
      )}
      {ending && (
        <ComplaintDialog
          {...ending}
          onClose={() => setEnding(null)}
          onSettled={() => finish(ending.complaint.customerName)}
        />
      )}
    </div>
  )
}
