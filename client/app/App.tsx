import { RouterProvider } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import type { Me } from '#contract/staff'
import { HouseZone } from '../i18n/HouseZone.tsx'
import { ToastRegion } from '../ui/ToastRegion.tsx'
import { FrameContext } from './frame.ts'
import { createScreenRouter } from './router.ts'
import { type Screen, screensOf } from './screens.ts'
import { Threshold } from './Threshold.tsx'

type Props = {
  /** Who is signed in, or null: then `signIn` stands alone. */
  me: Me | null
  signIn: ReactNode
  onSignOut: () => void
  status: ReactNode
  screens: readonly Screen[]
}

export function App({ me, signIn, onSignOut, status, screens }: Props) {
  const role = me?.role
  const mine = useMemo(() => (role ? screensOf(role, screens) : []), [role, screens])
  const router = useMemo(() => createScreenRouter(mine), [mine])
  if (!me) return <Threshold>{signIn}</Threshold>
  return (
    <HouseZone zone={me.house.zone}>
      <FrameContext value={{ me, screens: mine, onSignOut, status }}>
        <RouterProvider router={router} />
      </FrameContext>
      <ToastRegion />
    </HouseZone>
  )
}
