type Props = { said: number; happened: number; most: number; words: string }

/** What happened as a bar, what was said as a mark on it. */
export function SaidBar({ said, happened, most, words }: Props) {
  const place = (share: number): string => `${Math.min(100, (100 * share) / Math.max(most, Number.MIN_VALUE))}%`
  return (
    <div className="said" role="img" aria-label={words}>
      <span className="said-happened" style={{ inlineSize: place(happened) }} />
      <span className="said-said" style={{ insetInlineStart: place(said) }} />
    </div>
  )
}
