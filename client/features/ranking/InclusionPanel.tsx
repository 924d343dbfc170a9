import { useTranslations } from 'use-intl'
import type { Inclusion, Segment } from '#contract/measures'
import { Locale } from '#contract/values'
import { isolate } from '../../i18n/isolate.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Bdi } from '../../ui/Bdi.tsx'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Table } from '../../ui/Table.tsx'
import { MeasuresGate } from './MeasuresGate.tsx'
import { RankingPart } from './RankingPart.tsx'

type Group = Inclusion['groups'][number]
const POPULATIONS = ['scored', 'queued', 'claimed'] as const
/** Called less than four fifths of their share (the rule of thumb of the EEOC's guidelines of 1978), told once chance is unlikely. */
const UNDER = 0.8
const EXPECTED_LEAST = 20

/** Who is called, against who could be. */
export function InclusionPanel() {
  const t = useTranslations('ranking.inclusion')
  const format = useFormat()
  return (
    <MeasuresGate>
      {({ inclusion }) =>
        inclusion && (
          <RankingPart
            title={t('title')}
            lead={
              <>
                {t('lead')}{' '}
                {t('totals', {
                  scored: format.number(inclusion.totals.scored),
                  queued: format.number(inclusion.totals.queued),
                  claimed: format.number(inclusion.totals.claimed),
                })}
              </>
            }
          >
            {inclusion.totals.scored + inclusion.totals.claimed === 0 ? (
              <EmptyState title={t('empty.title')} body={t('empty.body')} />
            ) : (
              <div className="inclusion-groups">
                {inclusion.groups.map((group) => (
                  <GroupTable key={`${group.by} ${group.name}`} group={group} totals={inclusion.totals} />
                ))}
              </div>
            )}
          </RankingPart>
        )
      }
    </MeasuresGate>
  )
}

function GroupTable({ group, totals }: { group: Group; totals: Inclusion['totals'] }) {
  const t = useTranslations('ranking.inclusion')
  const app = useTranslations('app')
  const format = useFormat()
  const title = group.by === 'attribute' ? t('by.attribute', { name: isolate(group.name ?? '') }) : t(`by.${group.by}`)
  const shareOf = (segment: Segment, of: (typeof POPULATIONS)[number]): number | null =>
    totals[of] === 0 ? null : segment[of] / totals[of]
  const nameOf = ({ kind, value }: Segment) => {
    if (kind !== 'value' || value === null) return t(kind === 'rest' ? 'rest' : 'noneKnown')
    const language = group.by === 'language' ? Locale.safeParse(value).data : undefined
    return language ? app(`language.${language}`) : <Bdi>{value}</Bdi>
  }
  const ratio = (segment: Segment) => {
    const [could, were] = [shareOf(segment, 'scored'), shareOf(segment, 'claimed')]
    if (could === null || were === null || could === 0) return '–'
    const isUnder = were / could < UNDER && could * totals.claimed >= EXPECTED_LEAST
    return (
      <span className="inclusion-ratio">
        {isUnder && <Chip tone="due">{t('under')}</Chip>}
        {format.share(were / could)}
      </span>
    )
  }
  return (
    <section className="inclusion-group" aria-label={title}>
      <h3>{title}</h3>
      <Table
        caption={title}
        rows={group.segments}
        rowId={({ kind, value }) => `${kind} ${value}`}
        columns={[
          { id: 'value', title: t('value'), cell: nameOf },
          ...POPULATIONS.map((of) => ({
            id: of,
            title: t(of),
            isNumber: true,
            cell: (segment: Segment) => {
              const share = shareOf(segment, of)
              return share === null ? '–' : format.share(share, 1)
            },
          })),
          { id: 'ratio', title: t('ratio'), isNumber: true, cell: ratio },
        ]}
      />
    </section>
  )
}
