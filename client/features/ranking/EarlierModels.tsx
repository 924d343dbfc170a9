import { useTranslations } from 'use-intl'
import type { LearnedModelView } from '#contract/ranking'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Button } from '../../ui/Button.tsx'
import { Table } from '../../ui/Table.tsx'

type Props = { models: readonly LearnedModelView[]; onAdopt: (model: LearnedModelView) => void }

/** What ordered the queue before, and what never did; each can be put into use again. */
export function EarlierModels({ models, onAdopt }: Props) {
  const t = useTranslations('ranking.model')
  const format = useFormat()
  return (
    <Table
      caption={t('earlier')}
      rows={models}
      rowId={({ id }) => id}
      empty={<p className="ranking-note">{t('noEarlier')}</p>}
      columns={[
        {
          id: 'number',
          title: t('modelTitle'),
          cell: ({ number }) => t('name', { number: format.number(number) }),
        },
        { id: 'made', title: t('madeTitle'), cell: ({ madeAt }) => format.date(madeAt) },
        { id: 'verdict', title: t('verdictTitle'), cell: ({ figures }) => t(`verdict.${figures.verdict}`) },
        {
          id: 'used',
          title: t('usedTitle'),
          cell: ({ usedAt, retiredAt }) =>
            usedAt && retiredAt
              ? t('fromTo', { from: format.moment(usedAt), to: format.moment(retiredAt) })
              : t('never'),
        },
        {
          id: 'by',
          title: t('byTitle'),
          cell: ({ usedAt, usedBy }) => (usedAt ? usedBy ? <Bdi>{usedBy}</Bdi> : t('itself') : '–'),
        },
        {
          id: 'adopt',
          title: <span className="visually-hidden">{t('actions')}</span>,
          cell: (model) => (
            <span className="ranking-actions">
              <Button kind="quiet" dense onPress={() => onAdopt(model)}>
                {t('adopt')}{' '}
                <span className="visually-hidden">{t('name', { number: format.number(model.number) })}</span>
              </Button>
            </span>
          ),
        },
      ]}
    />
  )
}
