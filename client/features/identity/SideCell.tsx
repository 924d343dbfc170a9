import { useTranslations } from 'use-intl'
import type { PersonSide } from '#contract/identity'
import { Locale } from '#contract/values'
import { useFrame } from '../../app/frame.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Phone } from '../../ui/Phone.tsx'
import { CustomerName } from './CustomerName.tsx'
import type { CompareRow } from './compare-rows.ts'

const STOPS = ['call', 'all', 'dead', 'abuse'] as const

/** One fact of one of the two. */
export function SideCell({ row, side }: { row: CompareRow; side: PersonSide }) {
  const t = useTranslations('identity.side')
  const app = useTranslations('app')
  const format = useFormat()
  const { house } = useFrame().me
  const none = t('none')
  const text = (value: string | null) => (value === null ? none : <Bdi>{value}</Bdi>)
  const date = (value: string | null) => (value === null ? none : format.date(value))
  const part = ({ open, all }: { open: number; all: number }) =>
    all === 0 ? none : t('openOf', { open: format.number(open), all: format.number(all) })
  switch (row) {
    case 'name':
      return <CustomerName customer={{ ...side, externalId: null, city: null }} />
    case 'externalId':
      return text(side.externalId)
    case 'city':
      return text(side.city)
    case 'zone':
      return text(side.zone)
    case 'language': {
      const known = Locale.safeParse(side.language).data
      return known ? app(`language.${known}`) : text(side.language)
    }
    case 'joined':
      return date(side.joinedAt)
    case 'cancelled':
      return date(side.cancelledAt)
    case 'last':
      return date(side.purchases.lastAt)
    case 'lapse':
      return date(side.lapse?.at ?? null)
    case 'contacts':
      return format.number(side.contacts)
    case 'attempts':
      return format.number(side.attempts)
    case 'complaints':
      return part(side.complaints)
    case 'promises':
      return part(side.promises)
    case 'purchases':
      return side.purchases.count === 0
        ? none
        : t('worth', {
            count: side.purchases.count,
            amount: format.money(side.purchases.totalMinor, house.currency),
          })
    case 'stops':
      return side.stops.length === 0
        ? none
        : STOPS.filter((kind) => side.stops.includes(kind)).map((kind) => (
            <Chip key={kind} tone="stop">
              {t(`stop.${kind}`)}
            </Chip>
          ))
    case 'numbers':
      return side.numbers.length === 0 ? (
        none
      ) : (
        <ul className="identity-numbers">
          {side.numbers.map(({ phoneId, masked, struckWhy, both }) => (
            <li key={phoneId}>
              <span data-struck={struckWhy !== null || undefined}>
                <Phone number={masked} />
              </span>
              {both && <Chip tone="accent">{t('shared')}</Chip>}
              {struckWhy !== null && <Chip tone="due">{t('struck')}</Chip>}
            </li>
          ))}
        </ul>
      )
  }
}
