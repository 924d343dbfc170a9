import { useTranslations } from 'use-intl'
import type { Why } from '#contract/queue'
import { useCodeWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Money } from '../Money.tsx'
import './Why.css'

/** The terms of the expected value, which sum to it, and the odds that they rest on. */
export function WhyTerms({ why, currency }: { why: Why; currency: string }) {
  const t = useTranslations('why')
  const say = useCodeWords('facts')
  const format = useFormat()
  return (
    <>
      <table className="terms">
        <caption className="visually-hidden">{t('terms')}</caption>
        <tbody>
          {why.terms.map(({ code, minor }) => (
            <tr key={code}>
              <th scope="row">{say(`term.${code}`) ?? say(code) ?? code}</th>
              <td>
                <Money minor={minor} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('sum')}</th>
            <td>
              <Money minor={why.expectedMinor} currency={currency} />
            </td>
          </tr>
        </tfoot>
      </table>
      <dl className="why-figures">
        {(['pContact', 'pWin', 'pUnaided'] as const).map((id) => (
          <div key={id} className="why-figure">
            <dt>{t(id)}</dt>
            <dd>{format.share(why[id])}</dd>
          </div>
        ))}
        <div className="why-figure">
          <dt>{t('base')}</dt>
          <dd>{format.share(1 / (1 + Math.exp(-why.baseLogOdds)))}</dd>
        </div>
        <div className="why-figure">
          <dt>{t('secondLife')}</dt>
          <dd>
            <Money minor={why.secondLifeMinor} currency={currency} />
          </dd>
        </div>
      </dl>
      <p className="small">{t('model', { version: why.modelVersion, when: format.moment(why.scoredAt) })}</p>
    </>
  )
}
