import { Skeleton } from '../../ui/Skeleton.tsx'

/** As large as what comes, so that nothing jumps. */
export function WallSkeleton({ label }: { label: string }) {
  return (
    <div className="wall-body" role="status" aria-label={label}>
      <div className="wall-numbers">
        {['a', 'b', 'c', 'd', 'e'].map((id) => (
          <div key={id} className="wall-number">
            <Skeleton width="50%" height="24px" />
            <Skeleton width="70%" height="20vh" />
          </div>
        ))}
      </div>
      <div className="wall-panels">
        {['a', 'b', 'c'].map((id) => (
          <Skeleton key={id} height="22vh" />
        ))}
      </div>
    </div>
  )
}
