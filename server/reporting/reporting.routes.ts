import type { Handlers } from '../platform/http.express.ts'
import type { QualityReports } from './quality.service.ts'
import type { Reporting } from './reporting.service.ts'

type Names = 'wall.read' | 'quality.read' | 'quality.rows' | 'merge.compare'

export const reportingRoutes = (reporting: Reporting, quality: QualityReports): Pick<Handlers, Names> => ({
  'wall.read': () => reporting.readWall(),
  'quality.read': () => quality.summary(),
  'quality.rows': ({ query }) => quality.rows(query.cause, query.after),
  'merge.compare': ({ query }) => quality.compare(query.a, query.b),
})
