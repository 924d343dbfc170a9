import { Link } from '@tanstack/react-router'
import { useTranslations } from 'use-intl'
import { Chip } from '../ui/Chip.tsx'
import { AppearanceMenu } from './AppearanceMenu.tsx'
import { Brand } from './Brand.tsx'
import { useFrame } from './frame.ts'
import { UserMenu } from './UserMenu.tsx'
import './TopBar.css'

export function TopBar() {
  const t = useTranslations('app')
  const { me, screens, status } = useFrame()
  return (
    <header className="top-bar">
      <Brand />
      <nav className="top-nav" aria-label={t('nav.label')}>
        {screens.map(
          ({ path, nav }) =>
            nav && (
              <Link key={path} to={path} className="top-link">
                {t(`nav.${nav}`)}
              </Link>
            ),
        )}
      </nav>
      <div className="top-status">{status}</div>
      {me.house.demo && <Chip tone="holdout">{t('demo')}</Chip>}
      <AppearanceMenu />
      <UserMenu />
    </header>
  )
}
