import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.pg.ts'
import type { PhonePort } from './port.ts'
import { takeMoves, writeRoom } from './rooms.store.ts'

/** A move of which nobody heard is asked for again, in a person's time: it does no harm twice. */
const AGAIN_MS = 3_000

/**
 * Rows say whose a conversation is; this puts the customer where the rows say. Asked at once by whoever changed them, and
 * by the sweep, so that a process that died between the two leaves nobody alone on the line.
 */
export function createRooms({ database, clock, port }: { database: Database; clock: Clock; port: PhonePort }) {
  return async (): Promise<void> => {
    const now = clock.now()
    const moves = await takeMoves(database.db, now, new Date(now.getTime() - clock.wall(AGAIN_MS)))
    await Promise.all(
      moves.map(async ({ id, sid, agent_id: agentId }) => {
        if (!(await port.move(sid, agentId))) return
        await database.tx(async (tx) => {
          await writeRoom(tx, id, agentId)
          await touch(tx, [`agent:${agentId}`, 'floor'])
        })
      }),
    )
  }
}
export type SettleRooms = ReturnType<typeof createRooms>
