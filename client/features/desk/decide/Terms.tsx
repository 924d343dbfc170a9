import { useTranslations } from 'use-intl'
import type { Why } from '#contract/queue'
import { useCodeWords } from '../../../i18n/code-words.ts'
import { useFormat } from '../../../i18n/use-format.ts'
import { Money } from '../../../ui/Money.tsx'
import { useWork } from '../work.ts'

/** The terms of the expected value, which sum to it, and the odds that they rest on. */
export function Terms({ why }: { why: Why }) {
  const t = useTranslations('desk.decision')
  const say = useCodeWords('facts')
  const format = useFormat()
  const { me } = useWork()
  const { currency } = me.house
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
      <dl>
        {(['pContact', 'pWin', 'pUnaided'] as const).map((id) => (
          <div key={id}>
            <dt>{t(id)}</dt>
            <dd>{format.share(why[id])}</dd>
          </div>
        ))}
        <div>
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
