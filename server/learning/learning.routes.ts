import type { Handlers } from '../platform/http.express.ts'
import type { Learning } from './learning.service.ts'

type Names = 'ranking.models' | 'ranking.adopt' | 'ranking.rollBack' | 'ranking.learn'

/** What orders the queue, for those who lead. */
export function learningRoutes({ learning }: { learning: Learning }): Pick<Handlers, Names> {
  return {
    'ranking.models': () => learning.models(),
    'ranking.adopt': async ({ body: { id }, caller }) => {
      await learning.adopt(id, caller.userId)
      return {}
    },
    'ranking.rollBack': async ({ body: { id }, caller }) => {
      await learning.rollBack(id, caller.userId)
      return {}
    },
    'ranking.learn': async () => {
      await learning.ask()
      return {}
    },
  }
}
