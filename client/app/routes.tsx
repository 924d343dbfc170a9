import { lazy } from 'react'
import type { Screen } from './screens.ts'

/** Every screen of the product: `{ path, nav, roles, component: lazy(() => import(…)) }`. */
export const screens: readonly Screen[] = [
  {
    path: '/desk',
    nav: 'desk',
    roles: ['agent'],
    component: lazy(async () => ({ default: (await import('../features/desk/DeskScreen.tsx')).DeskScreen })),
  },
  {
    path: '/audit',
    nav: 'audit',
    roles: ['auditor'],
    component: lazy(async () => ({ default: (await import('../features/audit/AuditScreen.tsx')).AuditScreen })),
  },
  {
    path: '/wall',
    nav: 'wall',
    roles: ['supervisor', 'admin', 'auditor'],
    bare: true,
    component: lazy(async () => ({ default: (await import('../features/wall/WallScreen.tsx')).WallScreen })),
  },
  {
    path: '/floor',
    nav: 'floor',
    roles: ['supervisor'],
    component: lazy(async () => ({ default: (await import('../features/floor/FloorScreen.tsx')).FloorScreen })),
  },
  {
    // Reached from the floor, by whoever has taken a customer over.
    path: '/desk',
    roles: ['supervisor'],
    component: lazy(async () => ({ default: (await import('../features/desk/DeskScreen.tsx')).DeskScreen })),
  },
  {
    path: '/customers',
    nav: 'customers',
    roles: ['supervisor'],
    component: lazy(async () => ({
      default: (await import('../features/customers/CustomersScreen.tsx')).CustomersScreen,
    })),
  },
  {
    path: '/customers/$id',
    roles: ['supervisor'],
    component: lazy(async () => ({
      default: (await import('../features/customers/CustomerScreen.tsx')).CustomerScreen,
    })),
  },
  {
    path: '/callers',
    nav: 'callers',
    roles: ['supervisor'],
    component: lazy(async () => ({ default: (await import('../features/callers/CallersScreen.tsx')).CallersScreen })),
  },
  {
    path: '/import',
    nav: 'import',
    roles: ['supervisor', 'admin'],
    component: lazy(async () => ({ default: (await import('../features/import/ImportScreen.tsx')).ImportScreen })),
  },
  {
    path: '/cases',
    nav: 'cases',
    roles: ['supervisor'],
    component: lazy(async () => ({ default: (await import('../features/cases/CasesScreen.tsx')).CasesScreen })),
  },
  {
    path: '/campaigns',
    nav: 'campaigns',
    roles: ['supervisor'],
    component: lazy(async () => ({
      default: (await import('../features/campaigns/CampaignsScreen.tsx')).CampaignsScreen,
    })),
  },
  {
    path: '/ranking',
    nav: 'ranking',
    roles: ['supervisor'],
    component: lazy(async () => ({ default: (await import('../features/ranking/RankingScreen.tsx')).RankingScreen })),
  },
  {
    path: '/data-quality',
    nav: 'quality',
    roles: ['supervisor'],
    component: lazy(async () => ({ default: (await import('../features/identity/QualityScreen.tsx')).QualityScreen })),
  },
  {
    path: '/staff',
    nav: 'staff',
    roles: ['admin'],
    component: lazy(async () => ({ default: (await import('../features/staff/StaffScreen.tsx')).StaffScreen })),
  },
]
