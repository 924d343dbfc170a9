import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { TimelineEntry } from '#contract/people'
import { call } from '../../../api/call.ts'
import { problemOf } from '../../../api/problem.ts'
import { useProblemWords } from '../../../i18n/code-words.ts'
import { Button } from '../../../ui/Button.tsx'
import { TimelineRow } from '../../../ui/TimelineRow.tsx'
import { addToast } from '../../../ui/toasts.ts'
import { useWork } from '../work.ts'

/** Everything between them and us, newest first; older ones on demand. */
export function Timeline() {
  const t = useTranslations('desk.timeline')
  const say = useProblemWords()
  const { card, me } = useWork()
  const [older, setOlder] = useState<readonly TimelineEntry[]>([])
  const [isPending, setPending] = useState(false)
  const [isAll, setAll] = useState(card.timeline.length === 0)
  const known = new Set(card.timeline.map(({ id }) => id))
  const entries = [...card.timeline, ...older.filter(({ id }) => !known.has(id))]
  const last = entries.at(-1)
  const load = async (): Promise<void> => {
    if (!last) return
    setPending(true)
    try {
      const more = await call('people.timeline', { params: { id: card.customer.id }, query: { before: last.at } })
      const fresh = more.filter(({ id }) => !entries.some((entry) => entry.id === id))
      setOlder([...older, ...fresh])
      setAll(fresh.length === 0)
    } catch (error) {
      addToast('due', say(problemOf(error)))
    } finally {
      setPending(false)
    }
  }
  return (
    <section className="part">
      <h2 className="part-title">{t('title')}</h2>
      {entries.length === 0 && <p className="small">{t('empty')}</p>}
      <ol className="timeline">
        {entries.map((entry) => (
          <TimelineRow key={entry.id} entry={entry} currency={me.house.currency} />
        ))}
      </ol>
      {!isAll && (
        <Button dense kind="quiet" onPress={() => void load()} isPending={isPending}>
          {t('older')}
        </Button>
      )}
    </section>
  )
}
