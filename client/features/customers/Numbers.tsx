import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import { useRead } from '../../api/queries.ts'
import { useLabel } from '../../i18n/labels.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Chip } from '../../ui/Chip.tsx'
import { Phone } from '../../ui/Phone.tsx'
import { Part } from './Part.tsx'

/** Their numbers, masked; those that are struck out, since when and why. */
export function Numbers({ phones }: Pick<CustomerPage, 'phones'>) {
  const t = useTranslations('customers.phones')
  const format = useFormat()
  const label = useLabel()
  const outcomes = useRead('programme.taxonomy', {}).data?.outcomes ?? []
  const why = (code: string): string => {
    const outcome = outcomes.find((one) => one.code === code)
    return outcome ? label(outcome.labels) : code
  }
  return (
    <Part title={t('title')}>
      {phones.length === 0 && <p className="customer-note">{t('none')}</p>}
      <ul className="customer-rows">
        {phones.map(({ id, masked, shared, struckAt, struckWhy }) => (
          <li key={id}>
            <span data-struck={struckAt ? true : undefined}>
              <Phone number={masked} />
            </span>
            <span className="customer-chips">
              {shared && <Chip tone="due">{t('shared')}</Chip>}
              {struckAt && (
                <span className="customer-note">
                  {t('struck', { date: format.date(struckAt), why: why(struckWhy ?? '') })}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}
