import type { ReactNode } from 'react'

type Props = { title: string; action?: ReactNode; children: ReactNode }

/** One part of the page under its title. */
export function Part({ title, action, children }: Props) {
  return (
    <section className="customer-part">
      <header>
        <h2>{title}</h2>
        {action}
      </header>
      {children}
    </section>
  )
}
