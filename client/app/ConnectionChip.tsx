import { RefreshCw, WifiOff } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../i18n/use-format.ts'
import type { Connection } from '../live/connection.ts'
import { Chip } from '../ui/Chip.tsx'

/** Whether what is shown is the newest, in a word; since when, if it is not. */
export function ConnectionChip({ connection }: { connection: Connection }) {
  const t = useTranslations('app.connection')
  const format = useFormat()
  if (connection.state === 'live') return <Chip tone="won">{t('live')}</Chip>
  if (connection.state === 'reconnecting')
    return (
      <Chip tone="due" icon={<RefreshCw aria-hidden="true" />}>
        {t('reconnecting')}
      </Chip>
    )
  return (
    <Chip tone="due" icon={<WifiOff aria-hidden="true" />}>
      {t('stale', { time: format.time(connection.since) })}
    </Chip>
  )
}
