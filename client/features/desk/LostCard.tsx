import { useTranslations } from 'use-intl'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

/** The customer went back to the queue: what happened, what is safe, what to press. */
export function LostCard({ onClose }: { onClose: () => void }) {
  const t = useTranslations('desk.lost')
  return (
    <Dialog
      title={t('title')}
      isOpen
      onClose={onClose}
      actions={
        <Button kind="primary" chord="Enter" onPress={onClose}>
          {t('understood')}
        </Button>
      }
    >
      <p>{t('body')}</p>
      <p>{t('next')}</p>
    </Dialog>
  )
}
