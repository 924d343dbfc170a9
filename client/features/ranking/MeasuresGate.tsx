import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { RankingMeasures } from '#contract/measures'
import { problemOf } from '../../api/problem.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { useMeasures } from './use-measures.ts'

/** The measures as soon as they are counted; until then the room that they will take. */
export function MeasuresGate({ children }: { children: (found: RankingMeasures) => ReactNode }) {
  const t = useTranslations('ranking')
  const format = useFormat()
  const measures = useMeasures()
  if (measures.isError)
    return <FailedState problem={problemOf(measures.error)} onRetry={() => void measures.refetch()} />
  if (!measures.data?.asOf)
    return (
      <div className="ranking-parts">
        <p className="ranking-note" role="status">
          {measures.data ? t('counting') : ''}
        </p>
        <Skeleton height={220} />
        <Skeleton height={220} />
      </div>
    )
  return (
    <div className="ranking-parts">
      {children(measures.data)}
      <p className="ranking-note">{t('asOf', { when: format.moment(measures.data.asOf) })}</p>
    </div>
  )
}
