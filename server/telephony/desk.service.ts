import type { CallId, UserId } from '#contract/ids'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import { writeAudit } from '../staff/audit.store.ts'
import type { TelephonyNeeds } from './needs.ts'
import { isLedBy } from './supervision.store.ts'
import { readLatestOfAgents } from './telephony.store.ts'

type Deps = {
  database: Database
  clock: Clock
  needs: TelephonyNeeds
  endCall: (id: CallId, userId: UserId) => Promise<unknown>
}

/** What a desk and who leads it ask of each other. */
export function createDesk({ database, clock, needs, endCall }: Deps) {
  return {
    /** A hand is up, or down again. */
    askHelp: (userId: UserId, on: boolean): Promise<void> =>
      database.tx(async (tx) => {
        if (on) await tx.helpAsk.createMany({ data: [{ agentId: userId, at: clock.now() }], skipDuplicates: true })
        else await tx.helpAsk.deleteMany({ where: { agentId: userId } })
        await touch(tx, ['floor', `agent:${userId}`])
      }),

    /** A desk that is stuck is freed: its call ends, its customer goes back, and the agent is on break. */
    release: async (agentId: UserId, supervisorId: UserId): Promise<void> => {
      const led = await isLedBy(database.db, agentId, supervisorId)
      if (!led || agentId === supervisorId) refuse(404, 'not-found')
      const [call] = await readLatestOfAgents(database.db, [agentId])
      if (call && call.state !== 'ended') await endCall(call.id, agentId)
      await database.tx(async (tx) => {
        const now = clock.now()
        if (!(await needs.queue.release(tx, agentId, now))) refuse(409, 'floor.nothing-held')
        await needs.presence.move(tx, agentId, ['preview', 'calling', 'talking', 'wrapUp', 'consult'], 'offline', now)
        const detail: Record<string, string> = call ? { call: call.id } : {}
        await writeAudit(tx, {
          at: now,
          actorId: supervisorId,
          action: 'desk.released',
          subject: `user:${agentId}`,
          detail,
        })
        await touch(tx, ['floor', `agent:${agentId}`])
      })
    },
  }
}
