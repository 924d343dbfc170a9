import type { CallEnd } from '#contract/calls'
import type { LegFact } from '../../server/telephony/call-fold.ts'
import { checkRing } from './gate.ts'
import { never } from './violation.ts'
import { get, type Leg, type World } from './world.ts'

/** The phone network as it truly is. Nothing here asks the product anything. */

/** What reaches the network later than this no list has shown in time: the product may have given it up. */
const LATE_MS = 45_000

export const isLate = (w: World, leg: Leg): boolean =>
  leg.listedAt - (get(w.calls, leg.call).sent_at?.getTime() ?? 0) > LATE_MS

/** A request arrives: the network has a leg of it. */
export function arrive(w: World, id: string, listedAfterMs: number): string {
  const call = w.calls.get(id)
  if (!call?.sent_at) return '-'
  never(w.legs.has(id), 'a dial rings once', () => id)
  const at = w.now.getTime()
  w.legs.set(id, {
    call: id,
    arrivedAt: at,
    listedAt: at + listedAfterMs,
    reached: new Map([['queued', at]]),
    live: true,
  })
  return 'taken'
}

export function ring(w: World, id: string): string {
  const leg = w.legs.get(id)
  if (!leg?.live || leg.reached.has('ringing')) return '-'
  const call = get(w.calls, id)
  leg.reached.set('ringing', w.now.getTime())
  for (const other of w.legs.values()) {
    if (other === leg || !other.live || isLate(w, other) || isLate(w, leg)) continue
    const theirs = get(w.calls, other.call)
    const same = theirs.phone === call.phone || theirs.customer === call.customer
    never(same, 'nobody is rung by two', () => `${id} and ${other.call} to ${call.customer} on ${call.phone}`)
    const alone = theirs.agent === call.agent && theirs.cancel_at === null
    never(alone, 'no agent speaks with two', () => `${call.agent} in ${id} and ${other.call}`)
  }
  if (!isLate(w, leg)) checkRing(w, call)
  return 'rings'
}

export function pickUp(w: World, id: string): string {
  const leg = w.legs.get(id)
  if (!leg?.live || !leg.reached.has('ringing') || leg.reached.has('answered')) return '-'
  leg.reached.set('answered', w.now.getTime())
  return 'answers'
}

export function finish(w: World, id: string, as: CallEnd): string {
  const leg = w.legs.get(id)
  if (!leg?.live) return '-'
  const answered = leg.reached.has('answered')
  if (answered !== (as === 'completed')) return '-'
  leg.reached.set(as, w.now.getTime())
  leg.live = false
  return as
}

/** A wish to end a leg arrives. */
export function cut(w: World, id: string): string {
  const call = w.calls.get(id)
  if (!call || call.hangUps === 0) return '-'
  call.hangUps--
  return finish(w, id, w.legs.get(id)?.reached.has('answered') ? 'completed' : 'canceled')
}

/** What the network says of a status that a leg has reached; with none named, of its last. Null when it has not. */
export function factOf(w: World, id: string, status: LegFact['status'] | null, seq: number): LegFact | null {
  const leg = w.legs.get(id)
  if (!leg) return null
  const last = status ?? [...leg.reached.keys()].at(-1)
  const at = last && leg.reached.get(last)
  if (!last || at === undefined) return null
  const answeredAt = leg.reached.get('answered')
  const seconds = last === 'completed' && answeredAt !== undefined ? Math.round((at - answeredAt) / 1_000) : null
  return { status: last, seq, at: new Date(at), seconds }
}
