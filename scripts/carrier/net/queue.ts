import { drawSid } from '../clock/prng.ts'
import { type Leg, type Member, type Network, type Queue, type QueueResult, secondsBetween } from './network.ts'

/** Twilio's own limits of a queue, by default and at most. */
export const USUAL_QUEUE_SIZE = 1_000
export const LARGEST_QUEUE_SIZE = 5_000

export const findQueue = (net: Network, name: string): Queue | undefined =>
  [...net.queues.values()].find((one) => one.name === name)

/** The queue of that name, or a new one. */
export function openQueue(net: Network, name: string, mostMembers = USUAL_QUEUE_SIZE): Queue {
  const known = findQueue(net, name)
  if (known) return known
  const now = net.clock.now()
  const queue: Queue = {
    sid: drawSid(net.chance, 'QU'),
    name,
    mostMembers,
    createdAt: now,
    updatedAt: now,
    members: [],
    awaiting: [],
  }
  net.queues.set(queue.sid, queue)
  return queue
}

/** From 1 at the front; 0 for one who has left. */
export const positionOf = (member: Member): number => member.queue.members.indexOf(member) + 1

/** Seconds that one has waited, and those who wait now have on average. */
export const waitOf = (net: Network, { since }: Member): number => secondsBetween(since, net.clock.now())
export const averageWaitOf = (net: Network, { members }: Queue): number =>
  members.length === 0 ? 0 : Math.round(members.reduce((sum, member) => sum + waitOf(net, member), 0) / members.length)

/** To the end of the queue; whoever has been waiting for somebody to come takes the first. */
export function joinQueue(net: Network, queue: Queue, leg: Leg, take: Member['take']): Member {
  const member: Member = { leg, queue, since: net.clock.now(), take }
  queue.members.push(member)
  queue.updatedAt = member.since
  net.truth.record('enqueue', { sid: leg.sid, queue: queue.name, position: queue.members.length })
  net.clock.after(0, () => {
    const [first] = queue.members
    if (first) queue.awaiting.shift()?.(first)
  })
  return member
}

/** Does nothing for one who has left already. */
export function quitQueue(net: Network, member: Member, result: QueueResult): void {
  const { queue, leg } = member
  const nth = queue.members.indexOf(member)
  if (nth < 0) return
  queue.members.splice(nth, 1)
  queue.updatedAt = net.clock.now()
  net.truth.record('dequeue', { sid: leg.sid, queue: queue.name, result, seconds: waitOf(net, member) })
}
