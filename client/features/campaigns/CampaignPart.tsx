import { type ReactNode, useId } from 'react'

/** One part of the form, named by its heading. */
export function CampaignPart({ title, children }: { title?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="campaign-part" aria-labelledby={title ? id : undefined}>
      {title && <h2 id={id}>{title}</h2>}
      {children}
    </section>
  )
}
