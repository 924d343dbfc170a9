import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { Bdi } from '../../../ui/Bdi.tsx'
import { Money } from '../../../ui/Money.tsx'
import { useWork } from '../work.ts'

/** What they were to us before they left. */
export function FirstLife() {
  const t = useTranslations('desk.customer')
  const format = useFormat()
  const now = useTick(60_000)
  const { card, me } = useWork()
  const { firstLife, customer } = card
  const { lastPurchaseAt, tenureDays, usualGapDays, orders, valueMinor } = firstLife
  const attributes = Object.entries(customer.attributes)
  return (
    <section className="part">
      <dl className="life">
        <div className="life-value">
          <dt>{t('value')}</dt>
          <dd>
            <Money minor={valueMinor} currency={me.house.currency} />
          </dd>
        </div>
        <div>
          <dt>{t('lastPurchase')}</dt>
          <dd>
            {lastPurchaseAt ? (
              <time dateTime={lastPurchaseAt} title={format.date(lastPurchaseAt)}>
                {format.relative(lastPurchaseAt, now)}
              </time>
            ) : (
              '–'
            )}
          </dd>
        </div>
        <div>
          <dt>{t('tenure')}</dt>
          <dd>
            <Bdi>{sayTenure(tenureDays, t)}</Bdi>
          </dd>
        </div>
      </dl>
      <p className="small">
        <Bdi>{t('orders', { count: orders })}</Bdi>
        {usualGapDays !== null && (
          <>
            {' · '}
            <Bdi>{t('usualGap', { days: Math.max(1, Math.round(usualGapDays)) })}</Bdi>
          </>
        )}
      </p>
      {attributes.length > 0 && (
        <details className="more">
          <summary>{t('attributes')}</summary>
          <dl>
            {attributes.map(([name, value]) => (
              <div key={name}>
                <dt>
                  <Bdi>{name}</Bdi>
                </dt>
                <dd>
                  <Bdi>{value}</Bdi>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  )
}

type Say = ReturnType<typeof useTranslations<'desk.customer'>>
const MONTH_DAYS = 30.44
const YEAR_MONTHS = 12

/** A length of time in the largest unit that says enough: '23 days', '14 months', '3 years'. */
function sayTenure(days: number, t: Say): string {
  if (days < MONTH_DAYS) return t('days', { count: Math.round(days) })
  const months = Math.round(days / MONTH_DAYS)
  if (months < 2 * YEAR_MONTHS) return t('months', { count: months })
  return t('years', { count: Math.floor(months / YEAR_MONTHS) })
}
