import { z } from 'zod'
import { CallId, UserId } from '#contract/ids'
import type { Tx } from '../platform/database.pg.ts'

const Moves = z.array(z.object({ id: CallId, sid: z.string(), agent_id: UserId }))

/** Conversations whose customer is not in the room of whom they belong to; taken by one process until `againAt`. */
export async function takeMoves(tx: Tx, now: Date, askedBefore: Date): Promise<z.infer<typeof Moves>> {
  return Moves.parse(
    await tx.$queryRaw`
      UPDATE call SET moved_at = ${now} WHERE state = 'answered' AND mode = 'carrier' AND sid IS NOT NULL
        AND room_of IS DISTINCT FROM agent_id AND (moved_at IS NULL OR moved_at <= ${askedBefore})
      RETURNING id, sid, agent_id`,
  )
}

/** Where the customer is now. */
export const writeRoom = async (tx: Tx, id: CallId, roomOf: UserId): Promise<void> =>
  void (await tx.call.updateMany({ where: { id }, data: { roomOf } }))

/** The conversation is somebody else's now: the call and its dial name them, and mute and hold begin anew. */
export async function writeCallAgent(tx: Tx, id: CallId, agentId: UserId): Promise<void> {
  await tx.call.update({
    where: { id },
    data: { agentId, muted: false, held: false, movedAt: null },
    select: { id: true },
  })
  await tx.dialIntent.update({ where: { id }, data: { agentId }, select: { id: true } })
}
