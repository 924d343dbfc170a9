export type Bar = { id: string; label: string; count: number; words: string }
type Props = { title: string; note?: string; bars: readonly Bar[]; empty: string; tone: 'reached' | 'due' }

const MOST = 6

/** The largest first, each with its bar against the largest of all; they start where reading starts. */
export function BarList({ title, note, bars, empty, tone }: Props) {
  const sorted = [...bars].sort((a, b) => b.count - a.count).slice(0, MOST)
  const largest = sorted[0]?.count ?? 1
  return (
    <section className="wall-panel" aria-label={title}>
      <h2>{title}</h2>
      {sorted.length === 0 && <p className="wall-faint">{empty}</p>}
      <ul className={`bar-list bar-list-${tone}`}>
        {sorted.map(({ id, label, count, words }) => (
          <li key={id}>
            <span className="bar-label" dir="auto">
              {label}
            </span>
            <span className="bar-count">{words}</span>
            <span className="bar" style={{ inlineSize: `${(count / largest) * 100}%` }} />
          </li>
        ))}
      </ul>
      {note && sorted.length > 0 && <p className="wall-faint">{note}</p>}
    </section>
  )
}
