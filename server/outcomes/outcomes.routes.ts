import type { Handlers } from '../platform/http.express.ts'
import type { Outcomes } from './outcomes.service.ts'

export const outcomesRoutes = ({
  outcomes,
}: {
  outcomes: Outcomes
}): Pick<Handlers, 'outcome.save' | 'stop.press'> => ({
  'outcome.save': ({ body, caller }) => outcomes.save(body, caller),
  'stop.press': ({ body, caller }) => outcomes.pressStop({ ...body, fence: BigInt(body.fence) }, caller.userId),
})
