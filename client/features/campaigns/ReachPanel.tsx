import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import type { CampaignSettings } from '#contract/campaigns'
import type { CampaignId } from '#contract/ids'
import type { Segment } from '#contract/segments'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useCodeWords, useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import type { SegmentRows } from './condition-row.ts'
import { useConditionWords } from './use-condition-words.ts'
import { useSettled } from './use-settled.ts'

type Props = {
  id: CampaignId | null
  segment: Segment | null
  rows: SegmentRows
  settings: CampaignSettings | null
}

const OUR_CAUSES = ['episode.none', 'campaign.other'] as const
const isOurs = (cause: string): cause is (typeof OUR_CAUSES)[number] =>
  (OUR_CAUSES as readonly string[]).includes(cause)

/** How many fulfil the conditions while they are typed, and who of them is held back by what. */
export function ReachPanel({ id, segment, rows, settings }: Props) {
  const t = useTranslations('campaigns.reach')
  const format = useFormat()
  const rules = useCodeWords('rules')
  const say = useProblemWords()
  const words = useConditionWords()
  const asked = useSettled(segment)
  // Whom it reaches does not hang on what is said, nor on who says it.
  const whole = useSettled(settings && { ...settings, script: [], skills: [] })
  const count = useQuery({
    queryKey: ['campaign.count', asked],
    queryFn: () => call('campaign.count', { body: { segment: asked as Segment } }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  })
  const preview = useQuery({
    queryKey: ['campaign.preview', id, whole],
    queryFn: () => call('campaign.preview', { body: { id, settings: whole as CampaignSettings } }),
    enabled: whole !== null,
    placeholderData: keepPreviousData,
  })
  const failed = count.error ?? preview.error
  const { looked, matched, without } = count.data ?? { looked: null, matched: 0, without: [] }
  const best = [...without].sort((one, other) => other.matched - one.matched)[0]
  const bestRow = best && rows.groups[best.group]?.rows[best.condition]
  return (
    <section className="campaign-part campaign-reach" aria-label={t('title')}>
      <h2>{t('title')}</h2>
      {failed && <p className="campaign-problem">{say(problemOf(failed))}</p>}
      {count.isPending && asked !== null && <Skeleton height={48} />}
      <div role="status">
        {looked && (
          <p className="campaign-figure">
            {looked.of === looked.all
              ? t('matched', { matched, of: looked.all })
              : t('share', {
                  share: format.share(matched / Math.max(1, looked.of), 1),
                  of: looked.of,
                  all: looked.all,
                })}
          </p>
        )}
        {looked && matched === 0 && (
          <p className="campaign-problem">
            {t('nobody')}{' '}
            {bestRow && best.matched > 0
              ? t('loosen', { condition: words.condition(bestRow), matched: best.matched })
              : without.length > 0 && t('loosenNone')}
          </p>
        )}
        {looked && looked.of > 0 && matched === looked.of && <p className="campaign-note">{t('everybody')}</p>}
      </div>
      {preview.data && preview.data.asked.of > 0 && (
        <>
          <p>{t('callable', { of: preview.data.asked.of, now: preview.data.now, later: preview.data.later })}</p>
          <Table
            caption={t('excluded')}
            rows={preview.data.excluded}
            rowId={({ cause }) => cause}
            empty={<p className="campaign-hint">{t('none')}</p>}
            columns={[
              {
                id: 'cause',
                title: t('excluded'),
                cell: ({ cause }) => (isOurs(cause) ? t(`causes.${cause}`) : (rules(cause) ?? cause)),
              },
              {
                id: 'customers',
                title: t('customers'),
                isNumber: true,
                cell: ({ customers }) => format.number(customers),
              },
            ]}
          />
        </>
      )}
    </section>
  )
}
