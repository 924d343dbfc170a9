import { useTranslations } from 'use-intl'
import { Skeleton } from '../../ui/Skeleton.tsx'

/** Stands where a card will be, in its measures. */
export function CardSkeleton() {
  const t = useTranslations('app')
  return (
    <div className="columns" role="status" aria-label={t('loading')}>
      {['customer', 'talk', 'decide'].map((id) => (
        <div key={id} className="column column-skeleton">
          <Skeleton width="60%" height={24} />
          <Skeleton height={64} />
          <Skeleton height={120} />
          <Skeleton height={180} />
        </div>
      ))}
    </div>
  )
}
