import { Link } from '@tanstack/react-router'
import { Headset } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { EmptyState } from '../../../ui/EmptyState.tsx'

/** A supervisor's desk holds only whom they took over: the next one is found on the floor. */
export function ToFloor() {
  const t = useTranslations('floor')
  return (
    <EmptyState
      icon={<Headset size={24} aria-hidden="true" />}
      title={t('title')}
      body={t('lead')}
      action={<Link to="/floor">{t('title')}</Link>}
    />
  )
}
