import { PhoneIncoming } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Floor } from '#contract/floor'
import { useFormat } from '../../i18n/use-format.ts'
import { useTick } from '../../live/use-line.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Chip } from '../../ui/Chip.tsx'

type Props = Pick<Floor, 'callers' | 'inbound'>

/** Who rings us and no human has yet, and how callers fared today. */
export function CallersPart({ callers, inbound }: Props) {
  const t = useTranslations('floor')
  const app = useTranslations('app.language')
  const format = useFormat()
  const now = useTick()
  const { toHumanSeconds, ...counts } = inbound
  return (
    <section className="floor-callers" aria-labelledby="floor-callers">
      <h2 id="floor-callers">
        <PhoneIncoming size={16} aria-hidden="true" /> {t('callers.title')}
      </h2>
      {callers.length === 0 && <p className="floor-note">{t('callers.none')}</p>}
      <ol className="floor-line">
        {callers.map(({ id, state, position, customerName, agentName, language, since }) => (
          <li key={id}>
            <b>
              <Bdi>{customerName ?? t('unknown')}</Bdi>
            </b>
            <Chip tone={state === 'offered' ? 'reached' : state === 'waiting' ? 'due' : 'waiting'}>
              <Bdi>{t(`callers.${state}`, { position: format.number(position ?? 0), name: agentName ?? '' })}</Bdi>
            </Chip>
            <small>
              {app(language)} · {t('callers.since', { time: format.duration(now.getTime() - Date.parse(since)) })}
            </small>
          </li>
        ))}
      </ol>
      <h2>{t('today.title')}</h2>
      <dl className="floor-today">
        {(['arrived', 'answered', 'callbacks', 'gone', 'zeroOuts'] as const).map((id) => (
          <div key={id}>
            <dt>{t(`today.${id}`)}</dt>
            <dd>{format.number(counts[id])}</dd>
          </div>
        ))}
        <div>
          <dt>{t('today.toHuman')}</dt>
          <dd>
            {toHumanSeconds === null
              ? t('today.toHumanNone')
              : t('today.seconds', { count: Math.round(toHumanSeconds) })}
          </dd>
        </div>
      </dl>
    </section>
  )
}
