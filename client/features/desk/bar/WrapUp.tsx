import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { Button } from '../../../ui/Button.tsx'
import { useWork } from '../work.ts'

/** Time left to write up by the server's clock. When it is over nothing happens to the card: a supervisor sees it. */
export function WrapUp() {
  const t = useTranslations('desk.wrapUp')
  const format = useFormat()
  const { desk, calls, perform } = useWork()
  const now = useTick(500)
  if (!desk.wrapUp) return null
  const left = Date.parse(desk.wrapUp.endsAt) - now.getTime()
  return (
    <div className="wrap-up" data-over={left <= 0 || undefined}>
      <span className="tabular">{left > 0 ? t('left', { time: format.duration(left) }) : t('over')}</span>
      {desk.wrapUp.extensionsLeft > 0 && (
        <Button dense kind="quiet" onPress={() => perform('more')} isPending={calls.isPending}>
          {t('more')}
        </Button>
      )}
    </div>
  )
}
