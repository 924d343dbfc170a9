import { useTranslations } from 'use-intl'
import type { ImportRun } from '#contract/people'
import { Chip, type Tone } from '../../ui/Chip.tsx'

const tones: Readonly<Record<ImportRun['state'], Tone>> = {
  running: 'reached',
  done: 'won',
  failed: 'stop',
  cancelled: 'waiting',
}

export function RunState({ state }: { state: ImportRun['state'] }) {
  const t = useTranslations('import.state')
  return <Chip tone={tones[state]}>{t(state)}</Chip>
}
