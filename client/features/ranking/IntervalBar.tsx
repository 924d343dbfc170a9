type Props = { low: number; value: number; high: number; words: string }

/** An interval on a line through nothing, with the likeliest value on it; it starts where reading starts. */
export function IntervalBar({ low, value, high, words }: Props) {
  const reach = Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE)
  const from = Math.min(low, 0) - reach * 0.1
  const to = Math.max(high, 0) + reach * 0.1
  const place = (at: number): string => `${(100 * (at - from)) / (to - from)}%`
  const side = low > 0 ? 'above' : high < 0 ? 'below' : 'across'
  return (
    <div className="interval" role="img" aria-label={words} data-side={side}>
      <span className="interval-zero" style={{ insetInlineStart: place(0) }} />
      <span
        className="interval-range"
        style={{ insetInlineStart: place(low), inlineSize: `${(100 * (high - low)) / (to - from)}%` }}
      />
      <span className="interval-value" style={{ insetInlineStart: place(value) }} />
    </div>
  )
}
