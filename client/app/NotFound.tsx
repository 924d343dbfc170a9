import { Compass } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../ui/EmptyState.tsx'

export function NotFound() {
  const t = useTranslations('app.notFound')
  return <EmptyState icon={<Compass size={24} aria-hidden="true" />} title={t('title')} body={t('body')} />
}
