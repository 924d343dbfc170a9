import { Clock, Languages, MapPin, PhoneForwarded, Users } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { Phone } from '../../../ui/Phone.tsx'
import { useWork } from '../work.ts'

export function CustomerHead() {
  const t = useTranslations('desk.customer')
  const app = useTranslations('app')
  const f = useTranslations('floor')
  const format = useFormat()
  const { card, me } = useWork()
  const now = useTick(30_000)
  const { customer, phone, lapsed, callback, attempts } = card
  return (
    <header className="part customer-head">
      <h1 id="desk-card" tabIndex={-1}>
        <Bdi>{customer.name || f('unknown')}</Bdi>
      </h1>
      <p className="customer-line">
        <Phone number={phone.masked} />
        {customer.externalId && (
          <Bdi>
            <span className="small">{t('number', { id: customer.externalId })}</span>
          </Bdi>
        )}
      </p>
      <ul className="customer-marks">
        {customer.language && (
          <li>
            <Languages aria-hidden="true" />
            {t('speaks', { language: app(`language.${customer.language}`) })}
          </li>
        )}
        {customer.zone && (
          <li>
            <Clock aria-hidden="true" />
            {t('localTime', { time: format.time(now, customer.zone) })}
          </li>
        )}
        {customer.city && (
          <li>
            <MapPin aria-hidden="true" />
            <Bdi>{customer.city}</Bdi>
          </li>
        )}
        <li>
          <PhoneForwarded aria-hidden="true" className="mirrors" />
          {t('attempts', { count: attempts })}
        </li>
        {phone.shared && (
          <li className="customer-warn">
            <Users aria-hidden="true" />
            {t('sharedPhone')}
          </li>
        )}
      </ul>
      <p className="customer-lapsed">{t(lapsed.kind, { date: format.date(lapsed.at, me.house.zone) })}</p>
      {callback && (
        <p className="customer-callback">
          {t('callbackBooked', { when: format.moment(callback.dueAt) })}
          {callback.note && (
            <>
              {' · '}
              <Bdi>{callback.note}</Bdi>
            </>
          )}
        </p>
      )}
    </header>
  )
}
