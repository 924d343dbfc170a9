import { Coffee, Phone, PhoneOff, SkipForward } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '../../../ui/Button.tsx'
import { IconButton } from '../../../ui/IconButton.tsx'
import { useWork } from '../work.ts'

/** The one thing to do next, at the same place all the time: call, hang up, save and next. */
export function PrimaryAction() {
  const t = useTranslations('desk')
  const { available, perform, calls, call, saving, stop, desk } = useWork()
  const isSaving = saving.sending.state === 'sending' || saving.sending.state === 'saved'
  const isOver = call?.state === 'ended' && desk.state !== 'preview'
  if (available.has('hangUp'))
    return (
      <span className="primary-action">
        <Button
          kind="danger"
          chord="Space"
          icon={<PhoneOff aria-hidden="true" />}
          onPress={() => perform('hangUp')}
          isPending={calls.isPending}
        >
          {t(call?.mode === 'manual' ? 'call.log.ended' : 'call.hangUp')}
        </Button>
      </span>
    )
  if (call && call.state !== 'ended') return null
  if (isOver || isSaving || stop.committed)
    return (
      <span className="primary-action">
        {available.has('dial') && (
          <Button chord="Space" icon={<Phone aria-hidden="true" />} onPress={() => perform('dial')}>
            {t('call.again')}
          </Button>
        )}
        <IconButton
          label={t('outcome.saveBreak')}
          icon={<Coffee size={16} />}
          onPress={() => perform('saveBreak')}
          isDisabled={isSaving}
        />
        <Button kind="primary" chord="Mod+Enter" onPress={() => perform('save')} isPending={isSaving}>
          {t(isSaving ? 'outcome.saving' : 'outcome.saveNext')}
        </Button>
      </span>
    )
  return (
    <span className="primary-action">
      <Button
        kind="quiet"
        icon={<SkipForward className="mirrors" aria-hidden="true" />}
        onPress={() => perform('skip')}
      >
        {t('call.skip')}
      </Button>
      <Button
        kind="primary"
        chord="Space"
        icon={<Phone aria-hidden="true" />}
        onPress={() => perform('dial')}
        isPending={calls.isPending}
      >
        {t('call.dial')}
      </Button>
    </span>
  )
}
