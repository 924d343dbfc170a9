import type { Handlers } from '../platform/http.express.ts'
import type { Reporting } from './reporting.service.ts'

export const reportingRoutes = (reporting: Reporting): Pick<Handlers, 'wall.read'> => ({
  'wall.read': () => reporting.readWall(),
})
