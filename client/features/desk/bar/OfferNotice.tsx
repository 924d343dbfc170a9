import { PhoneIncoming } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { useFormat } from '../../../i18n/use-format.ts'
import { useTick } from '../../../live/use-line.ts'
import { chime } from '../../../phone/chime.ts'
import { Button } from '../../../ui/Button.tsx'
import { Chip } from '../../../ui/Chip.tsx'
import { useWork } from '../work.ts'

const CHIME_MILLISECONDS = 3_000

/** Somebody rings us, and the card above is theirs. */
export function OfferNotice() {
  const t = useTranslations('phone')
  const format = useFormat()
  const now = useTick()
  const { desk, calls, perform } = useWork()
  useEffect(() => {
    chime()
    const bell = setInterval(chime, CHIME_MILLISECONDS)
    return () => clearInterval(bell)
  }, [])
  if (!desk.offer) return null
  return (
    <>
      <Chip tone="reached" isLoud icon={<PhoneIncoming aria-hidden="true" />}>
        {t('rings')}
      </Chip>
      <span className="bar-message" role="status">
        {t('ringsFor', { time: format.duration(Math.max(0, Date.parse(desk.offer.until) - now.getTime())) })}
      </span>
      <span className="primary-action">
        <Button
          kind="primary"
          chord="Space"
          icon={<PhoneIncoming aria-hidden="true" />}
          onPress={() => perform('answer')}
          isPending={calls.isPending}
        >
          {t('answer')}
        </Button>
      </span>
    </>
  )
}
