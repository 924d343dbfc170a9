import { useTranslations } from 'use-intl'
import type { Why } from '#contract/queue'
import { useFactWords } from '../../../i18n/fact-words.ts'
import { useFormat } from '../../../i18n/use-format.ts'
import { useLabels } from '../../../i18n/use-labels.ts'
import { Money } from '../../../ui/Money.tsx'
import { FactList } from '../../../ui/why/FactList.tsx'
import { strongestFacts } from '../../../ui/why/strongest-facts.ts'
import { WhyTerms } from '../../../ui/why/WhyTerms.tsx'
import { useWork } from '../work.ts'

/** Below this a likeliest reason is one among many, and would only lead the question astray. */
const WORTH_A_GUESS = 0.15

/** The rank in words: what a minute of this call earns, three facts for it and two against. */
export function WhyNow({ why }: { why: Why | null }) {
  const t = useTranslations('desk.decision')
  const format = useFormat()
  const { me, taxonomy } = useWork()
  const labels = useLabels(taxonomy)
  const factWords = useFactWords(me.house.currency, labels)
  const { currency } = me.house
  if (!why)
    return (
      <section className="part">
        <h2 className="part-title">{t('why')}</h2>
        <p className="small">{t('noScore')}</p>
      </section>
    )
  const facts = strongestFacts(why.facts)
  const hypothesis = why.hypotheses.find(({ probability }) => probability >= WORTH_A_GUESS)
  return (
    <section className="part why">
      <h2 className="part-title">{t('why')}</h2>
      <p className="why-index">{t('perMinute', { amount: format.money(why.perMinuteMinor, currency) })}</p>
      <FactList facts={[...facts.for, ...facts.against]} say={factWords} />
      {hypothesis && (
        <p className="why-guess">
          {t('hypothesis', { reason: labels(hypothesis.reasonCode), share: format.share(hypothesis.probability) })}
        </p>
      )}
      <details className="more why-terms">
        <summary>
          {t('expected')}{' '}
          <b>
            <Money minor={why.expectedMinor} currency={currency} />
          </b>
        </summary>
        <WhyTerms why={why} currency={currency} />
      </details>
    </section>
  )
}
