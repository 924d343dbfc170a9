import type { TruthLine } from '../carrier/truth/truth.ts'

/** From this instant, ISO 8601, this number may never be invited again. */
export type Stop = { number: string; at: string }

export type Rules = {
  stops: readonly Stop[]
  /** Whether this number may be called at this instant, ISO 8601; decided by somebody who is not the server. */
  mayCall: (number: string, at: string) => boolean
}

/** `n` is the line of the truth log at which it shows; 0 is the log's end. */
export type Broken = { check: string; n: number; detail: string }

const isDesk = (address: string): boolean => address.startsWith('client:')

/** Every call of ours to a number outside its hours, or after its stop. A desk may ring at any hour, and so may who rings us. */
export function checkInvites(lines: readonly TruthLine[], { stops, mayCall }: Rules): Broken[] {
  const stopped = new Map<string, number>()
  for (const { number, at } of stops)
    stopped.set(number, Math.min(Date.parse(at), stopped.get(number) ?? Number.POSITIVE_INFINITY))
  const received = new Set<string>()
  const broken: Broken[] = []
  for (const { n, at, event, sid, to, direction } of lines) {
    if (event === 'create' && direction === 'inbound' && sid !== undefined) received.add(sid)
    if (event !== 'invite' || to === undefined || isDesk(to) || received.has(sid ?? '')) continue
    if (!mayCall(to, at)) broken.push({ check: 'invite outside hours', n, detail: `${to} at ${at}` })
    if (Date.parse(at) > (stopped.get(to) ?? Number.POSITIVE_INFINITY))
      broken.push({ check: 'invite after a stop', n, detail: `${to} at ${at}` })
  }
  return broken
}

/** Every leg that was invited and has no end in the log. */
export function checkLegs(lines: readonly TruthLine[]): Broken[] {
  const open = new Map<string, string>()
  for (const { event, sid, to } of lines) {
    if (sid === undefined) continue
    if (event === 'invite') open.set(sid, to ?? '')
    if (event === 'end') open.delete(sid)
  }
  return [...open].map(([sid, to]) => ({ check: 'leg left open', n: 0, detail: `${sid} to ${to}` }))
}

/** How many conversations of a customer with an agent began, and which did while one of the two was in another. */
export function checkConversations(lines: readonly TruthLine[]): { began: number; broken: Broken[] } {
  const ends = new Map<string, string>()
  const agentOf = new Map<string, string>()
  const broken: Broken[] = []
  let began = 0
  for (const { n, event, sid = '', to, from, other, direction } of lines) {
    if (event === 'create' && direction === 'inbound') ends.set(sid, from ?? '')
    if (event === 'invite' && to && !ends.has(sid)) ends.set(sid, to)
    const address = ends.get(sid) ?? ''
    if (event === 'end') for (const pair of agentOf) if (pair.includes(address)) agentOf.delete(pair[0])
    const [customer = '', agent = ''] = [address, ends.get(String(other)) ?? ''].sort()
    if (!customer.startsWith('+') || !isDesk(agent)) continue
    if (event === 'unbridge') agentOf.delete(customer)
    if (event !== 'bridge') continue
    began++
    if (agentOf.has(customer) || [...agentOf.values()].includes(agent))
      broken.push({ check: 'two conversations at once', n, detail: `${customer} with ${agent}` })
    agentOf.set(customer, agent)
  }
  return { began, broken }
}
