import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { ColumnMapping, ImportKind, ImportRun } from '#contract/people'
import { problemOf } from '../../api/problem.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { Button } from '../../ui/Button.tsx'
import { FailedState } from '../../ui/FailedState.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { findUnmapped } from './column-mapping.ts'
import { useColumnWords, useSizeWords } from './import-words.ts'
import { MappingTable } from './MappingTable.tsx'
import { PreviewTable } from './PreviewTable.tsx'
import { useDelimiterWords } from './use-delimiter-words.ts'
import { usePreview } from './use-preview.ts'
import { useSending } from './use-sending.ts'

type Props = { file: File; kind: ImportKind; onRun: (run: ImportRun) => void; onAnother: () => void }

/** Between choosing a file and sending it: which column is which, and what the first rows would become. */
export function FileForm({ file, kind, onRun, onAnother }: Props) {
  const t = useTranslations('import')
  const say = useProblemWords()
  const column = useColumnWords()
  const size = useSizeWords()
  const delimiter = useDelimiterWords()
  const [chosen, setChosen] = useState<ColumnMapping | null>(null)
  const preview = usePreview(file, kind, chosen)
  const sending = useSending(onRun)
  const read = preview.data
  const mapping = chosen ?? read?.mapping ?? {}
  const unmapped = read ? findUnmapped(read.columns, mapping) : []
  const faulty = read?.rows.filter(({ faults }) => faults.length > 0).length ?? 0
  const canStart = read !== undefined && unmapped.length === 0 && !preview.isFetching
  return (
    <section className="import-file" aria-label={file.name}>
      <header className="import-strip">
        <h2>
          <bdi dir="auto">{file.name}</bdi>
        </h2>
        <span className="import-soft">{size(file.size)}</span>
        {read && (
          <span className="import-soft">
            {t('readAs', { encoding: read.encoding, delimiter: delimiter(read.delimiter) })}
          </span>
        )}
        <span className="import-strip-end">
          {sending.isSending ? (
            <Button onPress={sending.stop}>{t('stop')}</Button>
          ) : (
            <>
              <Button onPress={onAnother}>{t('another')}</Button>
              <Button kind="primary" isDisabled={!canStart} onPress={() => sending.start({ file, kind, mapping })}>
                {t('start')}
              </Button>
            </>
          )}
        </span>
      </header>
      {sending.isSending && (
        <ProgressBar
          label={t('sending')}
          share={file.size > 0 ? sending.sent / file.size : null}
          words={t('progress', { read: size(sending.sent), total: size(file.size) })}
        />
      )}
      {sending.problem && (
        <p className="import-problem" role="alert">
          {say(sending.problem)} {t('safeToRepeat')}
        </p>
      )}
      {sending.isStopped && (
        <p className="import-notice" role="status">
          {t('stopped')}
        </p>
      )}
      {unmapped.length > 0 && (
        <p className="import-problem" role="alert">
          {t('mapRequired', { columns: unmapped.map(column).join(' · ') })}
        </p>
      )}
      {preview.isError && <FailedState problem={problemOf(preview.error)} onRetry={() => void preview.refetch()} />}
      {preview.isPending && (
        <div className="import-columns" role="status" aria-label={t('reading')}>
          <Skeleton height={320} />
          <Skeleton height={320} />
        </div>
      )}
      {read && !preview.isError && (
        <div className="import-columns" aria-busy={preview.isFetching}>
          <div className="import-step">
            <h3>{t('mapping')}</h3>
            <MappingTable preview={read} mapping={mapping} onChange={setChosen} />
            {read.attributes.length > 0 && (
              <p className="import-soft">{t('attributes', { names: read.attributes.join(' · ') })}</p>
            )}
          </div>
          <div className="import-step">
            <h3>{t('preview')}</h3>
            <p className={faulty > 0 ? 'import-warn' : 'import-soft'}>{t('faultsInPreview', { count: faulty })}</p>
            <PreviewTable preview={read} />
          </div>
        </div>
      )}
    </section>
  )
}
