import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

/** Stands where a screen threw: says what is safe and gives the way on. */
export function ScreenFailed() {
  const t = useTranslations('app')
  return (
    <div role="alert">
      <EmptyState
        icon={<TriangleAlert size={24} aria-hidden="true" />}
        title={t('failed.title')}
        body={t('failed.body')}
        action={
          <Button kind="primary" onPress={() => location.reload()}>
            {t('reload')}
          </Button>
        }
      />
    </div>
  )
}
