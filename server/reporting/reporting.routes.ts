import type { Handlers } from '../platform/http.express.ts'
import type { Measures } from './measures.service.ts'
import type { QualityReports } from './quality.service.ts'
import type { Reporting } from './reporting.service.ts'

type Names = 'wall.read' | 'ranking.measures' | 'quality.read' | 'quality.rows' | 'merge.compare'

export const reportingRoutes = (
  reporting: Reporting,
  quality: QualityReports,
  measures: Measures,
): Pick<Handlers, Names> => ({
  'wall.read': () => reporting.readWall(),
  'ranking.measures': () => measures.read(),
  'quality.read': () => quality.summary(),
  'quality.rows': ({ query }) => quality.rows(query.cause, query.after),
  'merge.compare': ({ query }) => quality.compare(query.a, query.b),
})
