import type { TruthLine } from '../../scripts/carrier/truth/truth.ts'
import { createLog } from '../../server/platform/log.machine.ts'
import { startTick } from '../../server/platform/tick.machine.ts'
import type { HeldCustomer, Line } from './line.ts'

/** Agents in their seats, each with a customer on the desk. */
export async function seatAgents(line: Line, count: number): Promise<HeldCustomer[]> {
  const desks: HeldCustomer[] = []
  for (let nth = 0; nth < count; nth++) desks.push(await line.giveCustomer(await line.addAgent()))
  const agentIds = desks.map(({ agentId }) => agentId)
  await Promise.all(agentIds.map((agentId) => line.telephony.followPresence(agentId)))
  await line.until(
    async () => (await line.db.seat.count({ where: { state: 'in', agentId: { in: agentIds } } })) === count,
    30_000,
  )
  return desks
}

/** What the product does by itself twice a second, of what concerns calls. To be stopped before the line closes. */
export const tickLine = ({ telephony, clock }: Line) =>
  startTick(
    [
      { name: 'stops', run: () => telephony.endUnwanted() },
      { name: 'telephony', run: () => telephony.sweep(clock.now()) },
      { name: 'seats', run: () => telephony.sweepSeats(clock.now()) },
    ],
    createLog('silent'),
  )

export type TrueLeg = { sid: string; to: string; createdAt: number; end: { at: number; status: string } | null }

/** The legs that the network made, by its own log. */
export function readLegs(truth: readonly TruthLine[]): TrueLeg[] {
  const ends = new Map(truth.filter((one) => one.event === 'end').map((one) => [one.sid, one]))
  return truth.flatMap(({ event, sid, to, at }) => {
    if (event !== 'create' || !sid || !to) return []
    const end = ends.get(sid)
    return [
      { sid, to, createdAt: Date.parse(at), end: end ? { at: Date.parse(end.at), status: String(end.status) } : null },
    ]
  })
}
