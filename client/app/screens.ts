import type { ComponentType, LazyExoticComponent } from 'react'
import type { Role } from '#contract/staff'

export type NavName =
  | 'desk'
  | 'wall'
  | 'floor'
  | 'callers'
  | 'customers'
  | 'cases'
  | 'campaigns'
  | 'ranking'
  | 'quality'
  | 'import'
  | 'staff'
  | 'audit'

/** One screen: where it lives, who may open it, and the file that is fetched when somebody does. */
export type Screen = {
  path: `/${string}`
  /** The screen's name in the bar; without one it is reached only by links. */
  nav?: NavName
  roles: readonly Role[]
  /** Without the bar above: the wall. */
  bare?: boolean
  component: LazyExoticComponent<ComponentType>
}

/** The screens of a role, in the order of the table; the first one is where the role begins. */
export const screensOf = (role: Role, screens: readonly Screen[]): Screen[] =>
  screens.filter((screen) => screen.roles.includes(role))
