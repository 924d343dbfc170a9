import type { Screen } from './screens.ts'

/** Every screen of the product: `{ path, nav, roles, component: lazy(() => import(…)) }`. */
export const screens: readonly Screen[] = []
