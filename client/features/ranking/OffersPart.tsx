import { useTranslations } from 'use-intl'
import type { OfferPolicies, OfferPolicy } from '#contract/measures'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Table } from '../../ui/Table.tsx'
import { RankingPart } from './RankingPart.tsx'

type Props = { offers: OfferPolicies; labels: (code: string) => string }

/** What would have been won by recommending otherwise; refused where the log hardly did. */
export function OffersPart({ offers, labels }: Props) {
  const t = useTranslations('ranking.offers')
  const format = useFormat()
  const name = ({ policy, code }: OfferPolicy): string => {
    if (policy === 'as-it-was') return t('asItWas')
    return policy === 'best' || code === null ? t('best') : t('always', { offer: isolate(labels(code)) })
  }
  const estimate = (found: OfferPolicy['snips']) =>
    found ? (
      t('interval', {
        value: isolate(format.share(found.value, 1)),
        low: isolate(format.share(found.low, 1)),
        high: isolate(format.share(found.high, 1)),
      })
    ) : (
      <span className="ranking-note">{t('refused', { least: format.number(offers.leastEffectiveSize) })}</span>
    )
  return (
    <RankingPart title={t('title')} lead={t('lead', { when: format.date(offers.from) })}>
      <Table
        caption={t('title')}
        rows={offers.policies}
        rowId={({ policy, code }) => `${policy} ${code}`}
        empty={<EmptyState title={t('empty.title')} body={t('empty.body')} />}
        columns={[
          { id: 'policy', title: t('policy'), cell: name },
          { id: 'cases', title: t('cases'), isNumber: true, cell: ({ cases }) => format.number(cases) },
          { id: 'asItWas', title: t('sameAsItWas'), cell: ({ asItWas }) => estimate(asItWas) },
          { id: 'snips', title: t('snips'), cell: ({ snips }) => estimate(snips) },
          { id: 'doublyRobust', title: t('doublyRobust'), cell: ({ doublyRobust }) => estimate(doublyRobust) },
          {
            id: 'effective',
            title: t('effective'),
            isNumber: true,
            cell: ({ effectiveSize }) => format.number(Math.round(effectiveSize)),
          },
        ]}
      />
    </RankingPart>
  )
}
