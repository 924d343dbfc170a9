import type { Database } from '../platform/database.pg.ts'
import type { Handlers } from '../platform/http.express.ts'
import type { Queue } from './queue.service.ts'

export type QueueRoutes = Pick<
  Handlers,
  'card.read' | 'card.offers' | 'card.holdCountdown' | 'queue.skip' | 'queue.callbacks' | 'draft.save'
>

/** The card, its draft, a skip and the agent's callbacks. */
export const queueRoutes = ({ database, queue }: { database: Database; queue: Queue }): QueueRoutes => ({
  'card.read': ({ params, caller }) => database.tx((tx) => queue.card(tx, params.id, caller)),
  'card.offers': ({ params, body, caller }) =>
    database.tx((tx) => queue.told(tx, caller.userId, { ...body, workItemId: params.id, fence: BigInt(body.fence) })),
  'card.holdCountdown': async ({ params, body, caller }) => {
    await queue.holdCountdown(caller.userId, params.id, BigInt(body.fence))
    return {}
  },
  'queue.skip': ({ body, caller }) => queue.skip(caller.userId, { ...body, fence: BigInt(body.fence) }),
  'queue.callbacks': ({ caller }) => queue.callbacks(caller.userId),
  'draft.save': async ({ params, body, caller }) => {
    const { revision, savedAt } = await queue.saveDraft(caller.userId, params.id, BigInt(body.fence), body.draft)
    return { revision, savedAt: savedAt.toISOString() }
  },
})
