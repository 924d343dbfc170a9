import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ImportKind, type ImportRun } from '#contract/people'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { OptionList } from '../../ui/OptionList.tsx'
import { FileForm } from './FileForm.tsx'
import { RunList } from './RunList.tsx'
import { RunPanel } from './RunPanel.tsx'
import './Import.css'

type Stage = { at: 'choose' } | { at: 'file'; file: File; times: number } | { at: 'run'; run: ImportRun }

/** Choose a file, see what it would become, send it, watch it. */
export function ImportScreen() {
  const t = useTranslations('import')
  const [kind, setKind] = useState<ImportKind>('customers')
  const [stage, setStage] = useState<Stage>({ at: 'choose' })
  const [times, setTimes] = useState(0)
  const open = (file: File): void => {
    setTimes(times + 1)
    setStage({ at: 'file', file, times })
  }
  const another = (): void => setStage({ at: 'choose' })
  return (
    <div className="import">
      <header>
        <h1>{t('title')}</h1>
        <p className="import-soft">{t('lead')}</p>
      </header>
      {stage.at !== 'run' && (
        <OptionList
          label={t('kind.label')}
          columns={3}
          options={ImportKind.options.map((id) => ({ id, label: t(`kind.${id}`), note: t(`kindNote.${id}`) }))}
          value={kind}
          onChoose={setKind}
        />
      )}
      {stage.at === 'choose' && (
        <FileDrop label={t('drop')} choose={t('choose')} accept=".csv,.tsv,.txt,text/csv" onFile={open} />
      )}
      {stage.at === 'file' && (
        <FileForm
          key={`${stage.times} ${kind}`}
          file={stage.file}
          kind={kind}
          onRun={(run) => setStage({ at: 'run', run })}
          onAnother={another}
        />
      )}
      {stage.at === 'run' && <RunPanel key={stage.run.id} run={stage.run} onAnother={another} />}
      <RunList onOpen={(run) => setStage({ at: 'run', run })} />
    </div>
  )
}
