import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { Part } from './Part.tsx'

type Props = { stops: CustomerPage['stops'] }

/** Who said that this customer is not to be called, and who took it back. */
export function Stops({ stops }: Props) {
  const t = useTranslations('customers.stops')
  const format = useFormat()
  return (
    <Part title={t('title')}>
      {stops.length === 0 && <p className="customer-note">{t('none')}</p>}
      <ul className="customer-rows">
        {stops.map((stop) => (
          <li key={`${stop.at}${stop.kind}${stop.liftedAt ?? ''}`}>
            <Chip tone={stop.liftedAt ? 'waiting' : 'stop'}>{t(`kind.${stop.kind}`)}</Chip>
            <span className="customer-note">
              {stop.scope === 'number' && <>{t('number')} · </>}
              <Bdi>
                {stop.by
                  ? t('setBy', { date: format.date(stop.at), name: stop.by })
                  : t('set', { date: format.date(stop.at) })}
              </Bdi>
              {stop.liftedAt && (
                <>
                  {' · '}
                  <Bdi>
                    {stop.liftedBy
                      ? t('liftedBy', { date: format.date(stop.liftedAt), name: stop.liftedBy })
                      : t('lifted', { date: format.date(stop.liftedAt) })}
                  </Bdi>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
