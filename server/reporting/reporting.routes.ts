import type { Handlers } from '../platform/http.express.ts'
import type { createReporting } from './reporting.service.ts'

export const reportingRoutes = (reporting: ReturnType<typeof createReporting>): Pick<Handlers, 'wall.read'> => ({
  'wall.read': () => reporting.readWall(),
})
