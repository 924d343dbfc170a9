import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import { useTranslations } from 'use-intl'
import type { QueuePlace } from '#contract/ranking'
import { useFrame } from '../../app/frame.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Money } from '../../ui/Money.tsx'
import { WhyFirst } from './WhyFirst.tsx'

const COLUMNS = 7

type Props = {
  place: QueuePlace
  at: number
  labels: (code: string) => string
  isOpen: boolean
  onToggle: () => void
}

/** One of the first, and below it why. */
export function QueueRow({ place, at, labels, isOpen, onToggle }: Props) {
  const t = useTranslations('ranking.first')
  const format = useFormat()
  const { me } = useFrame()
  const detailId = useId()
  const { why, name, externalId } = place
  const { currency } = me.house
  const offer = why.offers[0]?.code
  return (
    <>
      <tr data-open={isOpen || undefined}>
        <td data-number="true">{format.number(at)}</td>
        <th scope="row" className="ranking-name">
          <Bdi>{name}</Bdi>
          {externalId && (
            <small>
              <bdi>{t('number', { id: externalId })}</bdi>
            </small>
          )}
        </th>
        <td data-number="true" className="ranking-strong">
          <Money minor={why.perMinuteMinor} currency={currency} />
        </td>
        <td data-number="true">{format.share(why.pContact)}</td>
        <td data-number="true">{format.share(why.pWin)}</td>
        <td className="ranking-offer">{offer ? labels(offer) : '–'}</td>
        <td className="ranking-toggle">
          <button
            type="button"
            className="button button-quiet button-dense"
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailId : undefined}
            aria-label={t('openOf', { name })}
            onClick={onToggle}
          >
            <span className="button-words">{t('open')}</span>
            <ChevronDown size={14} aria-hidden="true" />
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr className="ranking-why" id={detailId}>
          <td colSpan={COLUMNS}>
            <WhyFirst place={place} labels={labels} currency={currency} />
          </td>
        </tr>
      )}
    </>
  )
}
