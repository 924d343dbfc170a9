import type { Handlers } from '../platform/http.express.ts'
import type { Programme } from './programme.service.ts'

export const programmeRoutes = ({ programme }: { programme: Programme }): Pick<Handlers, 'programme.taxonomy'> => ({
  'programme.taxonomy': () => programme.taxonomy(),
})
