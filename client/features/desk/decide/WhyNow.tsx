import { Minus, Plus } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { Fact, Why } from '#contract/queue'
import { useFactWords } from '../../../i18n/fact-words.ts'
import { useFormat } from '../../../i18n/use-format.ts'
import { Money } from '../../../ui/Money.tsx'
import { useLabels } from '../use-labels.ts'
import { useWork } from '../work.ts'
import { strongestFacts } from './strongest-facts.ts'
import { Terms } from './Terms.tsx'

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
  const row = (fact: Fact) => (
    <li key={fact.code + fact.direction} data-direction={fact.direction}>
      {fact.direction === 'for' ? (
        <Plus size={14} aria-label={t('for')} />
      ) : (
        <Minus size={14} aria-label={t('against')} />
      )}
      {factWords(fact)}
    </li>
  )
  return (
    <section className="part why">
      <h2 className="part-title">{t('why')}</h2>
      <p className="why-index">{t('perMinute', { amount: format.money(why.perMinuteMinor, currency) })}</p>
      <ul className="why-facts">
        {facts.for.map(row)}
        {facts.against.map(row)}
      </ul>
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
        <Terms why={why} />
      </details>
    </section>
  )
}
