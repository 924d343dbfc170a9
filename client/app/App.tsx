import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import type { Me } from '#contract/staff'
import { HouseZone } from '../i18n/HouseZone.tsx'
import { ToastRegion } from '../ui/ToastRegion.tsx'
import { FrameContext } from './frame.ts'
import { createScreenRouter } from './router.ts'
import { type Screen, screensOf } from './screens.ts'

type Props = {
  me: Me
  onSignOut: () => void
  status: ReactNode
  notice: ReactNode
  screens: readonly Screen[]
}

/** The screens of somebody who is signed in. */
export function App({ me, onSignOut, status, notice, screens }: Props) {
  const mine = useMemo(() => screensOf(me.role, screens), [me.role, screens])
  const router = useMemo(() => createScreenRouter(mine), [mine])
  return (
    <HouseZone zone={me.house.zone}>
      <FrameContext value={{ me, screens: mine, onSignOut, status, notice }}>
        <RouterProvider router={router} />
      </FrameContext>
      <ToastRegion />
    </HouseZone>
  )
}
