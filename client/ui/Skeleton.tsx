import './Skeleton.css'

/** Stands where something of this size will come, so that nothing jumps. Sizes in px or any CSS length. */
export function Skeleton({ width = '100%', height = 16 }: { width?: number | string; height?: number | string }) {
  return <span className="skeleton" aria-hidden="true" style={{ inlineSize: width, blockSize: height }} />
}
