import { Outlet, useLocation } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslations } from 'use-intl'
import { useFrame } from './frame.ts'
import { ScreenSkeleton } from './ScreenSkeleton.tsx'
import { TopBar } from './TopBar.tsx'
import './Shell.css'

/** The bar, and below it the screen of this address. */
export function Shell() {
  const t = useTranslations('app')
  const { screens, notice } = useFrame()
  const { pathname } = useLocation()
  const screen = screens.find(({ path }) => path === pathname)
  const isBare = screen?.bare === true
  return (
    <>
      <title>{screen?.nav ? `${t(`nav.${screen.nav}`)} · ${t('name')}` : t('name')}</title>
      <a className="skip-link" href="#content">
        {t('skipToContent')}
      </a>
      {!isBare && <TopBar />}
      {!isBare && notice}
      <main id="content" className="content" tabIndex={-1} data-bare={isBare || undefined}>
        <Suspense fallback={<ScreenSkeleton label={t('loading')} />}>
          <Outlet />
        </Suspense>
      </main>
    </>
  )
}
