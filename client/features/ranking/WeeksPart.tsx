import { useTranslations } from 'use-intl'
import type { CalibrationWeek, Said } from '#contract/measures'
import { useFormat } from '../../i18n/use-format.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Table } from '../../ui/Table.tsx'
import { RankingPart } from './RankingPart.tsx'
import { SaidBar } from './SaidBar.tsx'

const PARTS = ['reach', 'win'] as const

/** Whether what is said of calls comes true, and whether that drifts. */
export function WeeksPart({ weeks }: { weeks: readonly CalibrationWeek[] }) {
  const t = useTranslations('ranking.weeks')
  const format = useFormat()
  const shareOf = (count: number, { cases }: Said): number => (cases === 0 ? 0 : count / cases)
  const most = (part: (typeof PARTS)[number]): number =>
    Math.max(...weeks.flatMap(({ [part]: of }) => [shareOf(of.said, of), shareOf(of.happened, of)]))
  const mostOf = { reach: most('reach'), win: most('win') }
  const cell = (of: Said, part: (typeof PARTS)[number]) => {
    if (of.cases === 0) return t('none')
    const [said, happened] = [shareOf(of.said, of), shareOf(of.happened, of)]
    const words = t('said', {
      said: format.share(said, 1),
      happened: format.share(happened, 1),
      cases: format.number(of.cases),
    })
    return (
      <div className="said-cell">
        <SaidBar said={said} happened={happened} most={mostOf[part]} words={words} />
        <small aria-hidden="true">{words}</small>
      </div>
    )
  }
  const auc = ({ auc: value }: Said): string => (value === null ? t('none') : format.fixed(value, 2))
  return (
    <RankingPart title={t('title')} lead={t('lead')}>
      <Table
        caption={t('title')}
        rows={weeks}
        rowId={({ from }) => from}
        empty={<EmptyState title={t('empty.title')} body={t('empty.body')} />}
        columns={[
          { id: 'week', title: t('week'), cell: ({ from }) => format.date(from) },
          ...PARTS.flatMap((part) => [
            { id: part, title: t(part), cell: (week: CalibrationWeek) => cell(week[part], part) },
            { id: `${part}-auc`, title: t('auc'), isNumber: true, cell: (week: CalibrationWeek) => auc(week[part]) },
          ]),
        ]}
      />
    </RankingPart>
  )
}
