import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { NotFound } from './NotFound.tsx'
import { ScreenFailed } from './ScreenFailed.tsx'
import { Shell } from './Shell.tsx'
import type { Screen } from './screens.ts'

/** Addresses of the screens that this person may open; the first one answers at '/'. */
export function createScreenRouter(screens: readonly Screen[]) {
  const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: ScreenFailed })
  const first = screens[0]
  const home = createRoute({
    getParentRoute: () => root,
    path: '/',
    beforeLoad: () => {
      if (first) throw redirect({ to: first.path })
    },
    component: NotFound,
  })
  const routes = screens.map(({ path, component }) =>
    createRoute({ getParentRoute: () => root, path, component, errorComponent: ScreenFailed }),
  )
  return createRouter({ routeTree: root.addChildren([home, ...routes]), defaultPreload: 'intent' })
}
