import { BookOpen } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { Button } from '../../../ui/Button.tsx'
import { Chip } from '../../../ui/Chip.tsx'
import { useWork } from '../work.ts'

/** How long until the server dials by itself, and the way to read on: once held, this card waits for its agent. */
export function Countdown() {
  const t = useTranslations('phone.countdown')
  const format = useFormat()
  const { desk, available, calls, perform } = useWork()
  const now = useTick()
  if (desk.isCountdownHeld)
    return (
      <span role="status">
        <Chip tone="accent">{t('held')}</Chip>
      </span>
    )
  if (!desk.dialsAt) return null
  return (
    <span className="countdown">
      <Chip tone="due">
        {t('dialsIn', { time: format.duration(Math.max(0, Date.parse(desk.dialsAt) - now.getTime())) })}
      </Chip>
      {available.has('holdCountdown') && (
        <Button
          dense
          chord="KeyW"
          icon={<BookOpen aria-hidden="true" />}
          onPress={() => perform('holdCountdown')}
          isPending={calls.isPending}
        >
          {t('hold')}
        </Button>
      )}
    </span>
  )
}
