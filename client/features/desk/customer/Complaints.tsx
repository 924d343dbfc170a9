import { OctagonAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Complaint } from '#contract/people'
import { useFormat } from '../../../i18n/use-format.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { Chip } from '../../../ui/Chip.tsx'

const SHOWN = 3

/** How often they complained; red, with their own text, while one is open. */
export function Complaints({ complaints }: { complaints: readonly Complaint[] }) {
  const t = useTranslations('desk.customer')
  const format = useFormat()
  const open = complaints.filter(({ status }) => status === 'open')
  const shown = [...open, ...complaints.filter(({ status }) => status !== 'open')].slice(0, SHOWN)
  return (
    <section className="part complaints" data-open={open.length > 0 || undefined}>
      <h2 className="complaints-count">
        {open.length > 0 && <OctagonAlert size={16} aria-hidden="true" />}
        {open.length > 0 ? t('openComplaints', { count: open.length }) : t('complaints', { count: complaints.length })}
        {open.length > 0 && complaints.length > open.length && (
          <span className="small">{t('complaints', { count: complaints.length })}</span>
        )}
      </h2>
      {shown.map(({ id, openedAt, status, text }) => (
        <article key={id} className="complaint">
          <p>
            <Bdi>{text}</Bdi>
          </p>
          <footer>
            <time dateTime={openedAt}>{format.date(openedAt)}</time>
            <Chip tone={status === 'open' ? 'stop' : status === 'solved' ? 'won' : 'waiting'}>
              {t(`complaintState.${status}`)}
            </Chip>
          </footer>
        </article>
      ))}
    </section>
  )
}
