import './ProgressBar.css'

/** How much is done, 0 to 1, with words for it; `null` while nobody can tell. */
export function ProgressBar({ label, share, words }: { label: string; share: number | null; words?: string }) {
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div className="progress">
      <div className="progress-words">
        <span>{label}</span>
        {words && <span>{words}</span>}
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { 'aria-valuenow': percent, 'aria-valuetext': words })}
      >
        <div
          className={percent === null ? 'progress-done progress-unknown' : 'progress-done'}
          style={{ inlineSize: `${percent ?? 30}%` }}
        />
      </div>
    </div>
  )
}
