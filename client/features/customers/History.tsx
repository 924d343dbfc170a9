import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import type { CustomerId } from '#contract/ids'
import type { TimelineEntry } from '#contract/people'
import { call } from '../../api/call.ts'
import { problemOf } from '../../api/problem.ts'
import { useFrame } from '../../app/frame.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Button } from '../../ui/Button.tsx'
import { TimelineRow } from '../../ui/TimelineRow.tsx'

/** The server gives so many a page, and what happened at the very instant of the last one. */
const PAGE = 100

type Props = { id: CustomerId; first: readonly TimelineEntry[] }

/** Everything between them and us, newest first; older ones on demand. */
export function History({ id, first }: Props) {
  const t = useTranslations('desk.timeline')
  const say = useProblemWords()
  const { me } = useFrame()
  const pages = useInfiniteQuery({
    queryKey: ['people.timeline', id],
    queryFn: ({ pageParam }) =>
      call('people.timeline', { params: { id }, query: pageParam ? { before: pageParam } : {} }),
    initialPageParam: '',
    initialData: { pages: [[...first]], pageParams: [''] },
    staleTime: Number.POSITIVE_INFINITY,
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.at),
  })
  const entries = pages.data.pages.flat()
  return (
    <section className="customer-part customer-history">
      <header>
        <h2>{t('title')}</h2>
      </header>
      {entries.length === 0 && <p className="customer-note">{t('empty')}</p>}
      <ol className="timeline">
        {entries.map((entry) => (
          <TimelineRow key={entry.id} entry={entry} currency={me.house.currency} />
        ))}
      </ol>
      {pages.isFetchNextPageError && <p role="alert">{say(problemOf(pages.error))}</p>}
      {pages.hasNextPage && (
        <Button dense kind="quiet" onPress={() => void pages.fetchNextPage()} isPending={pages.isFetchingNextPage}>
          {t('older')}
        </Button>
      )}
    </section>
  )
}
