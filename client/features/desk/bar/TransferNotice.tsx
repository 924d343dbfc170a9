import { useTranslations } from 'use-intl'
import { Button } from '../../../ui/Button.tsx'
import { useWork } from '../work.ts'

/** While somebody else is on the agent's line and the customer waits: the two ways on. */
export function TransferNotice() {
  const t = useTranslations('phone.transfer')
  const { desk, calls } = useWork()
  const { transfer } = desk
  if (!transfer) return null
  return (
    <>
      <p className="bar-message bar-due" role="status">
        {t(transfer.state, { to: transfer.to })}
      </p>
      <span className="primary-action">
        <Button onPress={calls.transferBack} isPending={calls.isPending}>
          {t('back')}
        </Button>
        {transfer.state === 'consulting' && (
          <Button kind="primary" onPress={calls.transferDone} isPending={calls.isPending}>
            {t('done')}
          </Button>
        )}
      </span>
    </>
  )
}
