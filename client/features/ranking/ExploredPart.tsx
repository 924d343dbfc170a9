import { useTranslations } from 'use-intl'
import type { Explored } from '#contract/measures'
import { useFormat } from '../../i18n/use-format.ts'
import { Table } from '../../ui/Table.tsx'
import { RankingPart } from './RankingPart.tsx'

const COUNTS = ['claims', 'attempted', 'reached', 'won'] as const

/** What was drawn by lot beside what came by value. */
export function ExploredPart({ explored }: { explored: Explored }) {
  const t = useTranslations('ranking.explored')
  const format = useFormat()
  const rows = (['drawn', 'ordered'] as const).map((id) => ({ id, ...explored[id] }))
  return (
    <RankingPart title={t('title')} lead={t('lead')}>
      <Table
        caption={t('title')}
        rows={rows}
        rowId={({ id }) => id}
        columns={[
          { id: 'kind', title: t('kind'), cell: ({ id }) => t(id) },
          ...COUNTS.map((id) => ({
            id,
            title: t(id),
            isNumber: true,
            cell: (row: (typeof rows)[number]) => format.number(row[id]),
          })),
          {
            id: 'rate',
            title: t('rate'),
            isNumber: true,
            cell: ({ won, attempted }) => (attempted === 0 ? '–' : format.share(won / attempted, 1)),
          },
        ]}
      />
    </RankingPart>
  )
}
