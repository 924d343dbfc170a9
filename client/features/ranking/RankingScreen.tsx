import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { TabBar } from '../../ui/TabBar.tsx'
import { AttributesPanel } from './AttributesPanel.tsx'
import { FirstInQueue } from './FirstInQueue.tsx'
import { InclusionPanel } from './InclusionPanel.tsx'
import { ModelsPanel } from './ModelsPanel.tsx'
import { WorthPanel } from './WorthPanel.tsx'
import './Ranking.css'
import './Models.css'
import './Measures.css'

const BUSY_MILLISECONDS = 2_000
const CALM_MILLISECONDS = 30_000

/** Who is first and why, what that is learned from, whether it is worth it, and who is called. */
export function RankingScreen() {
  const t = useTranslations('ranking')
  const format = useFormat()
  const client = useQueryClient()
  const taxonomy = useRead('programme.taxonomy', {})
  const models = useRead('ranking.models', {}, { refetchMilliseconds: CALM_MILLISECONDS, staleMilliseconds: 0 })
  const isBusy = models.data?.learning === true || Boolean(models.data?.scoring)
  const { refetch } = models
  useEffect(() => {
    if (!isBusy) return
    const timer = setInterval(() => void refetch(), BUSY_MILLISECONDS)
    return () => clearInterval(timer)
  }, [isBusy, refetch])
  const scoring = models.data?.scoring ?? null
  const isScoring = scoring !== null
  const wasScoring = useRef(false)
  useEffect(() => {
    // Each look at the queue is a line in the audit trail: it is read again when its order has changed, not by the clock.
    if (wasScoring.current && !isScoring) void client.invalidateQueries({ queryKey: readKey('ranking.queue') })
    wasScoring.current = isScoring
  }, [client, isScoring])

  const failed = models.isError ? models : taxonomy.isError ? taxonomy : null
  if (failed && !(models.data && taxonomy.data))
    return <FailedState problem={problemOf(failed.error)} onRetry={() => void failed.refetch()} />
  return (
    <div className="ranking">
      <header className="ranking-head">
        <div>
          <h1>{t('title')}</h1>
          <p>{t('lead')}</p>
        </div>
        <div className="ranking-busy" role="status">
          {scoring && (
            <ProgressBar
              label={t('scoring')}
              share={scoring.total > 0 ? scoring.done / scoring.total : null}
              {...(scoring.total > 0 && {
                words: t('scored', { done: format.number(scoring.done), total: format.number(scoring.total) }),
              })}
            />
          )}
        </div>
      </header>
      {models.data && taxonomy.data ? (
        <TabBar
          label={t('tabs.label')}
          items={[
            { id: 'first', title: t('tabs.first'), content: <FirstInQueue taxonomy={taxonomy.data} /> },
            { id: 'model', title: t('tabs.model'), content: <ModelsPanel models={models.data} /> },
            { id: 'worth', title: t('tabs.worth'), content: <WorthPanel taxonomy={taxonomy.data} /> },
            {
              id: 'called',
              title: t('tabs.called'),
              content: (
                <div className="ranking-parts">
                  <InclusionPanel />
                  <AttributesPanel />
                </div>
              ),
            },
          ]}
        />
      ) : (
        <Skeleton height={480} />
      )}
    </div>
  )
}
