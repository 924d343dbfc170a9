import { useQueryClient } from '@tanstack/react-query'
import { ArrowUp, Download, ScrollText } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { AuditStatus } from '#contract/audit'
import { problemOf } from '../../api/problem.ts'
import { readKey, useRead } from '../../api/queries.ts'
import { useFrame } from '../../app/frame.ts'
import { useTopic } from '../../live/use-line.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ChainStatus } from './ChainStatus.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { TrailFilter } from './TrailFilter.tsx'
import { TrailTable } from './TrailTable.tsx'
import { EVERYTHING, toFilter } from './trail-filter.ts'
import { useTrail } from './use-trail.ts'
import './Audit.css'

/** Who saw, changed or took out what: the newest on top, nothing of a customer but an id. */
export function AuditScreen() {
  const t = useTranslations('audit')
  const { zone } = useFrame().me.house
  const client = useQueryClient()
  const [form, setForm] = useState(EVERYTHING)
  const [isExporting, setExporting] = useState(false)
  const filter = toFilter(form, zone)
  const trail = useTrail(filter)
  const live = useTopic('audit', AuditStatus).document
  const read = useRead('audit.status', {})
  const status = live ?? read.data
  // How far the trail was sealed when the first page was fetched: what came since is offered, not pushed under the reader's eyes.
  const [seen, setSeen] = useState<{ at: number; sealed: number } | null>(null)
  if (status && trail.dataUpdatedAt > 0 && seen?.at !== trail.dataUpdatedAt)
    setSeen({ at: trail.dataUpdatedAt, sealed: status.sealed })
  const fresh = status && seen ? status.sealed - seen.sealed : 0
  const readAgain = () => void client.resetQueries({ queryKey: readKey('audit.list') })
  const lines = trail.data?.pages.flatMap((page) => page.lines) ?? []
  return (
    <div className="audit">
      <header className="audit-title">
        <div>
          <h1>{t('title')}</h1>
          <p>{t('lead')}</p>
        </div>
        <Button icon={<Download size={16} aria-hidden="true" />} onPress={() => setExporting(true)}>
          {t('export.open')}
        </Button>
      </header>
      {status ? <ChainStatus status={status} /> : <Skeleton height={72} />}
      <TrailFilter form={form} onChange={setForm} />
      {fresh > 0 && (
        <Button icon={<ArrowUp size={16} aria-hidden="true" />} onPress={readAgain} className="audit-fresh">
          {t('fresh', { count: fresh })}
        </Button>
      )}
      {trail.isPending && <Skeleton height={400} />}
      {trail.isError && <FailedState problem={problemOf(trail.error)} onRetry={() => void trail.refetch()} />}
      {trail.data && lines.length === 0 && (
        <EmptyState
          icon={<ScrollText size={24} aria-hidden="true" />}
          title={t('empty.title')}
          body={t('empty.body')}
        />
      )}
      {lines.length > 0 && <TrailTable lines={lines} onAbout={(about) => setForm({ ...EVERYTHING, about })} />}
      {trail.hasNextPage && (
        <Button isPending={trail.isFetchingNextPage} onPress={() => void trail.fetchNextPage()} className="audit-older">
          {t('older')}
        </Button>
      )}
      {isExporting && (
        <ExportDialog
          filter={filter}
          onClose={() => setExporting(false)}
          onTaken={() => {
            setExporting(false)
            readAgain()
          }}
        />
      )}
    </div>
  )
}
