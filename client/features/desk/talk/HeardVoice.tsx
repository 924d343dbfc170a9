import { AudioLines } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useLabels } from '../../../i18n/use-labels.ts'
import { Chip } from '../../../ui/Chip.tsx'
import { useWork } from '../work.ts'

const said = ['hello', 'voicemail', 'wrong-number', 'stop'] as const

/** The simulated network carries no sound, so what would be heard is written, marked as simulated. */
export function HeardVoice() {
  const t = useTranslations('desk.conversation')
  const { phone, taxonomy, call } = useWork()
  const labels = useLabels(taxonomy)
  const { heard } = phone
  if (!heard || !call || call.state === 'ended' || heard.what !== 'customer') return null
  const says = said.find((one) => one === heard.says)
  return (
    <div className="heard">
      <Chip tone="holdout" icon={<AudioLines aria-hidden="true" />}>
        {t('simulated')}
      </Chip>
      <p className="heard-words">
        {says ? t(`says.${says}`) : t('hears.customer')}
        {heard.reasonCode && <span>{t('wouldSay', { reason: labels(heard.reasonCode) })}</span>}
        {heard.wouldTake.length > 0 && (
          <span>{t('wouldTake', { offers: heard.wouldTake.map((code) => labels(code)).join(' · ') })}</span>
        )}
      </p>
    </div>
  )
}
