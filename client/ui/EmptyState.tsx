import type { ReactNode } from 'react'
import './EmptyState.css'

type Props = { title: string; body?: string; icon?: ReactNode; action?: ReactNode }

/** Nothing here yet: says what fills it. */
export function EmptyState({ title, body, icon, action }: Props) {
  return (
    <div className="empty-state">
      {icon}
      <h2>{title}</h2>
      {body && <p>{body}</p>}
      {action}
    </div>
  )
}
