import type { ReactNode } from 'react'

type Props = { title: string; lead?: ReactNode; action?: ReactNode; children: ReactNode }

/** One part of the page under its title, with what it is for. */
export function RankingPart({ title, lead, action, children }: Props) {
  return (
    <section className="ranking-part" aria-label={title}>
      <header>
        <div className="ranking-title">
          <h2>{title}</h2>
          {lead && <p className="ranking-note">{lead}</p>}
        </div>
        {action}
      </header>
      {children}
    </section>
  )
}
