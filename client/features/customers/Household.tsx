import { Link } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import type { CustomerPage } from '#contract/customers'
import { Bdi } from '../../ui/Bdi.tsx'
import { Part } from './Part.tsx'

/** Others who are reached by the same number, each a page of their own. */
export function Household({ people }: { people: CustomerPage['household'] }) {
  const t = useTranslations('customers.household')
  return (
    <Part title={t('title')}>
      {people.length === 0 && <p className="customer-note">{t('none')}</p>}
      <ul className="customer-rows">
        {people.map(({ id, name }) => (
          <li key={id}>
            <Link to="/customers/$id" params={{ id }} className="customer-link">
              <Bdi>{name}</Bdi>
            </Link>
          </li>
        ))}
      </ul>
    </Part>
  )
}
