import { Skeleton } from '../ui/Skeleton.tsx'
import './ScreenSkeleton.css'

/** Stands while the file of a screen is fetched. */
export function ScreenSkeleton({ label }: { label: string }) {
  return (
    <div className="screen-skeleton" role="status" aria-label={label}>
      <Skeleton width={240} height={24} />
      <Skeleton height={120} />
      <Skeleton height={240} />
    </div>
  )
}
