import { lazy } from 'react'
import { expect, it } from 'vitest'
import { type Screen, screensOf } from './screens.ts'
import { parseTheme } from './theme.ts'

const component = lazy(async () => ({ default: () => null }))
const screens: Screen[] = [
  { path: '/desk', roles: ['agent', 'supervisor'], component },
  { path: '/import', roles: ['supervisor'], component },
]

it('opens to a role its own screens only, in the order of the table', () => {
  expect(screensOf('agent', screens).map(({ path }) => path)).toEqual(['/desk'])
  expect(screensOf('supervisor', screens).map(({ path }) => path)).toEqual(['/desk', '/import'])
  expect(screensOf('auditor', screens)).toEqual([])
})

it('takes a theme that it does not know for the device’s own', () => {
  expect([parseTheme('dark'), parseTheme('sepia'), parseTheme(null)]).toEqual(['dark', 'system', 'system'])
})
