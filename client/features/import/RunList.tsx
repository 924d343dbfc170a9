import { FileUp } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { ImportRun } from '#contract/people'
import { problemOf } from '../../api/problem.ts'
import { useRead } from '../../api/queries.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Table } from '../../ui/Table.tsx'
import { RunState } from './RunState.tsx'

/** A run that goes on elsewhere is asked after this often; one opened here is pushed. */
const RUNNING_MILLISECONDS = 3_000

export function RunList({ onOpen }: { onOpen: (run: ImportRun) => void }) {
  const t = useTranslations('import')
  const format = useFormat()
  const first = useRead('import.list', {}, { staleMilliseconds: 0 })
  const isRunning = first.data?.some(({ state }) => state === 'running') ?? false
  const runs = useRead('import.list', {}, { refetchMilliseconds: isRunning && RUNNING_MILLISECONDS })
  if (runs.isError) return <FailedState problem={problemOf(runs.error)} onRetry={() => void runs.refetch()} />
  if (!runs.data) return <Skeleton height={120} />
  return (
    <section aria-label={t('runs')}>
      <h2>{t('runs')}</h2>
      <Table
        caption={t('runs')}
        rows={runs.data}
        rowId={({ id }) => id}
        empty={
          <EmptyState
            icon={<FileUp size={24} aria-hidden="true" />}
            title={t('noRuns.title')}
            body={t('noRuns.body')}
          />
        }
        columns={[
          {
            id: 'file',
            title: t('file'),
            cell: (run) => (
              <Button kind="quiet" dense onPress={() => onOpen(run)}>
                <bdi dir="auto">{run.fileName}</bdi>
              </Button>
            ),
          },
          { id: 'kind', title: t('kind.label'), cell: ({ kind }) => t(`kind.${kind}`) },
          { id: 'state', title: t('stateTitle'), cell: ({ state }) => <RunState state={state} /> },
          { id: 'read', title: t('rows.read'), isNumber: true, cell: (run) => format.number(run.rowsRead) },
          { id: 'new', title: t('rows.new'), isNumber: true, cell: (run) => format.number(run.rowsNew) },
          { id: 'changed', title: t('rows.changed'), isNumber: true, cell: (run) => format.number(run.rowsChanged) },
          { id: 'same', title: t('rows.same'), isNumber: true, cell: (run) => format.number(run.rowsSame) },
          { id: 'faulty', title: t('rows.faulty'), isNumber: true, cell: (run) => format.number(run.rowsFaulty) },
          { id: 'startedAt', title: t('startedAt'), cell: (run) => format.moment(run.startedAt) },
        ]}
      />
    </section>
  )
}
