import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, X } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { ImportRun } from '#contract/people'
import { call } from '../../api/call.ts'
import { download } from '../../api/download.ts'
import { problemOf } from '../../api/problem.ts'
import { readKey } from '../../api/queries.ts'
import { useProblemWords } from '../../i18n/code-words.ts'
import { useFormat } from '../../i18n/use-format.ts'
import { useTopic } from '../../live/use-line.ts'
import { Button } from '../../ui/Button.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { addToast } from '../../ui/toasts.ts'
import { useFaultKindWords, useFaultWords, useSizeWords } from './import-words.ts'
import { RunState } from './RunState.tsx'

type Props = { run: ImportRun; onAnother?: () => void }

/** One run: how far it is while it goes, what came of it afterwards. */
export function RunPanel({ run: known, onAnother }: Props) {
  const t = useTranslations('import')
  const say = useProblemWords()
  const faultWords = useFaultWords()
  const kindWords = useFaultKindWords()
  const format = useFormat()
  const size = useSizeWords()
  const client = useQueryClient()
  const pushed = useTopic(`import:${known.id}`, ImportRun).document
  const cancelling = useMutation({
    mutationFn: () => call('import.cancel', { params: { id: known.id } }),
    onError: (error) => addToast('stop', say(problemOf(error))),
  })
  const run = (pushed?.state === 'running' ? cancelling.data : null) ?? pushed ?? cancelling.data ?? known
  const { state } = run
  useEffect(() => {
    if (state !== 'running') void client.invalidateQueries({ queryKey: readKey('import.list') })
  }, [client, state])
  const counts = [
    ['read', run.rowsRead],
    ['new', run.rowsNew],
    ['changed', run.rowsChanged],
    ['same', run.rowsSame],
    ['faulty', run.rowsFaulty],
  ] as const
  const faults = Object.entries(run.faultCounts).sort(([, a], [, b]) => b - a)
  const fetchFaults = () =>
    download('import.faults', { params: { id: run.id } }, `faults-${run.fileName}`).catch((error: unknown) =>
      addToast('stop', say(problemOf(error))),
    )
  return (
    <section className="import-run" aria-label={run.fileName}>
      <header className="import-strip">
        <h2>
          <bdi dir="auto">{run.fileName}</bdi>
        </h2>
        <RunState state={run.state} />
        <span className="import-strip-end">
          {run.rowsFaulty > 0 && run.state !== 'running' && (
            <Button icon={<Download size={16} aria-hidden="true" />} onPress={fetchFaults}>
              {t('downloadFaults')}
            </Button>
          )}
          {run.state === 'running' && (
            <Button
              icon={<X size={16} aria-hidden="true" />}
              isDisabled={cancelling.isPending}
              onPress={() => cancelling.mutate()}
            >
              {t('cancel')}
            </Button>
          )}
          {onAnother && run.state !== 'running' && (
            <Button kind="primary" onPress={onAnother}>
              {t('another')}
            </Button>
          )}
        </span>
      </header>
      {run.state === 'running' && (
        <ProgressBar
          label={t('progressLabel')}
          share={run.bytesTotal > 0 ? run.bytesRead / run.bytesTotal : null}
          words={t('progress', { read: size(run.bytesRead), total: size(run.bytesTotal) })}
        />
      )}
      {run.resumes > 0 && run.state === 'running' && (
        <p className="import-soft" role="status">
          {t('resumed')}
        </p>
      )}
      {run.state === 'cancelled' && (
        <p className="import-notice" role="status">
          {t('cancelled', { count: run.rowsNew + run.rowsChanged })} {t('safeToRepeat')}
        </p>
      )}
      {run.problem && (
        <p className="import-problem" role="alert">
          {faultWords(run.problem)} {t('safeToRepeat')}
        </p>
      )}
      <dl className="import-counts" aria-live={run.state === 'running' ? 'off' : 'polite'}>
        {counts.map(([id, count]) => (
          <div key={id} data-faulty={(id === 'faulty' && count > 0) || undefined}>
            <dt>{t(`rows.${id}`)}</dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      {faults.length > 0 && (
        <>
          <h3>{t('faults')}</h3>
          <ul className="import-faults">
            {faults.map(([code, count]) => (
              <li key={code}>
                <strong>{format.number(count)}</strong> {kindWords(code)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
