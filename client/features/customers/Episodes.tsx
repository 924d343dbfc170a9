import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import type { EpisodeState } from '#contract/people'
import { useFormat } from '../../i18n/use-format.ts'
import { Chip, type Tone } from '../../ui/Chip.tsx'
import { Part } from './Part.tsx'

const STATE_TONE: Partial<Record<EpisodeState, Tone>> = {
  contacting: 'reached',
  reached: 'reached',
  won: 'won',
  verified: 'won',
  kept90: 'won',
  kept365: 'won',
}

const ENDINGS = ['returned_unaided', 'not_lapsed', 'lost_again'] as const
/** By what purchases told; anything else is over without a word about it. */
const endingOf = (closedAs: string | null) => ENDINGS.find((ending) => ending === closedAs) ?? 'other'

/** Each time they were lost, whether they were called for it or held out, and how it ended. */
export function Episodes({ episodes }: Pick<CustomerPage, 'episodes'>) {
  const t = useTranslations('customers.episodes')
  const format = useFormat()
  return (
    <Part title={t('title')}>
      {episodes.length === 0 && <p className="customer-note">{t('none')}</p>}
      <ul className="customer-rows">
        {episodes.map(({ id, kind, state, arm, lapsedAt, wonAt, closedAt, closedAs }) => (
          <li key={id}>
            <span className="customer-chips">
              <Chip tone={STATE_TONE[state] ?? 'waiting'}>{t(`state.${state}`)}</Chip>
              {arm && <Chip tone={arm === 'holdout' ? 'holdout' : 'accent'}>{t(`arm.${arm}`)}</Chip>}
            </span>
            <span className="customer-note">
              {t(`kind.${kind}`, { date: format.date(lapsedAt) })}
              {wonAt && ` · ${t('won', { date: format.date(wonAt) })}`}
              {closedAt && ` · ${t(`closed.${endingOf(closedAs)}`, { date: format.date(closedAt) })}`}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
