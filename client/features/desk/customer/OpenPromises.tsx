import { useTranslations } from 'use-intl'
import type { PromiseMade } from '#contract/people'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { Bdi } from '../../../ui/Bdi.tsx'

/** What we owe them; overdue ones in amber. */
export function OpenPromises({ promises }: { promises: readonly PromiseMade[] }) {
  const t = useTranslations('desk.customer')
  const format = useFormat()
  const now = useTick(60_000)
  const open = promises.filter(({ status }) => status === 'open')
  return (
    <section className="part promises">
      <h2 className={open.length > 0 ? 'promises-count' : 'promises-none'}>{t('promises', { count: open.length })}</h2>
      {open.map(({ id, what, owner, dueAt }) => (
        <p key={id} className="promise-open" data-late={Date.parse(dueAt) < now.getTime() || undefined}>
          <Bdi>{what}</Bdi>
          <span className="small">
            <Bdi>{owner}</Bdi> · <time dateTime={dueAt}>{t('due', { date: format.date(dueAt) })}</time>
          </span>
        </p>
      ))}
    </section>
  )
}
