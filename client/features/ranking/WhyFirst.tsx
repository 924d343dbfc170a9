import { Link } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import type { QueuePlace } from '#contract/ranking'
import { useFactWords } from '../../i18n/fact-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Money } from '../../ui/Money.tsx'
import { factKey } from '../../ui/why/strongest-facts.ts'
import { WhyTerms } from '../../ui/why/WhyTerms.tsx'

type Props = { place: QueuePlace; labels: (code: string) => string; currency: string }

/** Everything that a place in the queue is made of: money that sums to its value, and facts that sum to the chance. */
export function WhyFirst({ place, labels, currency }: Props) {
  const t = useTranslations('ranking.first')
  const words = useTranslations('why')
  const format = useFormat()
  const say = useFactWords(currency, labels)
  const { why, customerId } = place
  const facts = [...why.facts].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
  const weigh = (weight: number): string => format.signed(weight, 2)
  const chance = facts.reduce((sum, { weight }) => sum + weight, why.baseLogOdds)
  return (
    <div className="why-first">
      <section>
        <h3>{words('terms')}</h3>
        <WhyTerms why={why} currency={currency} />
      </section>
      <section>
        <h3>{words('steps')}</h3>
        <table className="terms">
          <caption className="visually-hidden">{words('steps')}</caption>
          <thead className="visually-hidden">
            <tr>
              <th scope="col">{words('steps')}</th>
              <th scope="col">{words('weight')}</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">{words('base')}</th>
              <td>{weigh(why.baseLogOdds)}</td>
            </tr>
            {facts.map((fact) => (
              <tr key={factKey(fact)} data-direction={fact.direction}>
                <th scope="row">{say(fact)}</th>
                <td>{weigh(fact.weight)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">
                {words('pWin')}: {format.share(why.pWin)}
              </th>
              <td>{weigh(chance)}</td>
            </tr>
          </tfoot>
        </table>
        <p className="small">{words('adds')}</p>
      </section>
      <section>
        <h3>{t('offers')}</h3>
        <ul className="why-offers">
          {why.offers.map(({ code, netMinor, pWin, propensity }) => (
            <li key={code}>
              <b>{labels(code)}</b> <Money minor={netMinor} currency={currency} />
              <small>
                {[
                  t('offerWins', { share: format.share(pWin) }),
                  propensity !== null && propensity > 0 && t('offerDrawn', { share: format.share(propensity) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </li>
          ))}
        </ul>
        <Link to="/customers/$id" params={{ id: customerId }}>
          {t('openCustomer')}
        </Link>
      </section>
    </div>
  )
}
