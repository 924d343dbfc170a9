import type { UserId } from '#contract/ids'
import type { Carrier } from '../../scripts/carrier/carrier.ts'
import type { Line } from './line.ts'

/** Whether this leg hears that one, by the last that the network's own log says of the two. */
export const hearsNow = ({ truth }: Pick<Carrier, 'truth'>, sid: string, other: string): boolean =>
  truth
    .since(0)
    .filter((one) => (one.event === 'hear' || one.event === 'unhear') && one.sid === sid && one.other === other)
    .at(-1)?.event === 'hear'

/** The leg on which this person sits; empty when they do not. */
export const seatSid = async ({ db }: Pick<Line, 'db'>, agentId: UserId): Promise<string> =>
  (await db.seat.findUnique({ where: { agentId } }))?.sid ?? ''

/** Somebody who leads, with an ear on the line. */
export async function seatSupervisor(line: Line): Promise<UserId> {
  const id = await line.addAgent()
  await line.db.user.update({ where: { id }, data: { role: 'supervisor' } })
  await line.database.tx((tx) => line.staff.presence.move(tx, id, ['ready'], 'offline', line.clock.now()))
  await line.telephony.supervision?.sit(id, true)
  await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: id } }))?.state === 'in')
  return id
}
