import { PhoneOff } from 'lucide-react'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { LineView } from '#contract/line'
import type { Me } from '#contract/staff'
import { call } from '../api/call.ts'
import { problemOf } from '../api/problem.ts'
import { useProblemWords } from '../i18n/code-words.ts'
import { formatCountries } from '../i18n/format.ts'
import { useFormat } from '../i18n/use-format.ts'
import { useTopic } from '../live/use-line.ts'
import { Button } from '../ui/Button.tsx'
import { addToast } from '../ui/toasts.ts'
import './LineNotice.css'

/** What only a person can end: it stands in red until it is put right. */
const NEEDS_HUMAN: ReadonlySet<string> = new Set(['account', 'caller-id', 'clock'])
/** No trying brings these back sooner. */
const ENDS_BY_ITSELF: ReadonlySet<string> = new Set(['busy', 'clock'])

type Line = { id: string; tone: 'stop' | 'due'; title: string; since: string | null; todo: string; mayRetry: boolean }

/** Below the bar on every screen, while nothing is dialled or a country cannot be: why, since when, and what to do. */
export function LineNotice({ me }: { me: Me }) {
  const t = useTranslations('line')
  const app = useTranslations('app')
  const format = useFormat()
  const locale = useLocale()
  const say = useProblemWords()
  const { document: line } = useTopic('line', LineView)
  const [isPending, setPending] = useState(false)
  const leads = me.role === 'supervisor' || me.role === 'admin'
  const reader = leads ? 'lead' : 'agent'
  const retry = (): void => {
    setPending(true)
    call('line.retry')
      .catch((error: unknown) => addToast('stop', say(problemOf(error))))
      .finally(() => setPending(false))
  }

  const lines: Line[] = []
  if (line?.paused) {
    const { why, since } = line.paused
    lines.push({
      id: why,
      tone: NEEDS_HUMAN.has(why) ? 'stop' : 'due',
      title: t(`paused.${why}.title`),
      since: t('since', { time: format.time(since) }),
      todo: t(`paused.${why}.${reader}`),
      mayRetry: leads && !ENDS_BY_ITSELF.has(why),
    })
  }
  if (line && line.closedCountries.length > 0)
    lines.push({
      id: 'countries',
      tone: 'due',
      title: t('countries.title', { countries: formatCountries(line.closedCountries, locale) }),
      since: null,
      todo: t(`countries.${reader}`),
      mayRetry: leads,
    })
  if (lines.length === 0) return null
  return (
    <div className="line-notice" role="status">
      {lines.map(({ id, tone, title, since, todo, mayRetry }) => (
        <div key={id} className={`line-notice-row line-notice-${tone}`}>
          <PhoneOff size={18} aria-hidden="true" />
          <p>
            <strong>{title}</strong>
            {since && <span className="line-notice-since">{since}</span>}
            <span>{todo}</span>
          </p>
          {mayRetry && (
            <Button dense isPending={isPending} onPress={retry}>
              {app('retry')}
            </Button>
          )}
        </div>
      ))}
    </div>
  )
}
