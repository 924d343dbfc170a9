import type { CallEnd } from '#contract/calls'
import type { DispositionInput, StopCode } from '#contract/outcomes'
import type { LegFact } from '../../server/telephony/call-fold.ts'
import { answer, askToCancel, care, dial, endUnwanted, release, takeCallback, tend } from './line.ts'
import { arrive, cut, finish, pickUp, ring } from './network.ts'
import { importStop, pressStop, save, writeUpAbandoned } from './outcomes.ts'
import { claim, fill, renewLease, skip, sweep } from './queue.ts'
import { get, movePresence, type World } from './world.ts'

/**
 * Everything that can happen, as data. An event names people and calls and never a row or a fence: those it takes from what the world
 * remembers, so that a history with events left out is still a history. What cannot happen any more does nothing ('-').
 */
export type Act =
  | { do: 'fill' }
  | { do: 'ready'; agent: string }
  | { do: 'claim'; agent: string }
  | { do: 'renew'; agent: string }
  | { do: 'skip'; agent: string }
  | { do: 'dial'; agent: string; call: string }
  | { do: 'release'; call: string }
  | { do: 'arrive'; call: string; listedAfterMs: number }
  | { do: 'answer'; call: string; as: 'accepted' | 'refused' | 'silence' }
  | { do: 'ring'; call: string }
  | { do: 'pickUp'; call: string }
  | { do: 'finish'; call: string; as: CallEnd }
  | { do: 'cut'; call: string }
  | { do: 'callback'; call: string; status: LegFact['status']; seq: number }
  | { do: 'hangUp'; agent: string }
  | { do: 'write'; agent: string; id: string; outcome: string; next: 'ready' | 'break'; inMs: number }
  | { do: 'press'; agent: string; id: string; code: StopCode }
  | { do: 'deliver'; id: string }
  /** Of a customer, or of whoever is on an agent's desk. */
  | { do: 'importStop'; of: string }
  | { do: 'mend'; customer: string }
  | { do: 'sweep' }
  | { do: 'unwanted' }
  | { do: 'tend' }
  | { do: 'care'; call: string }
  | { do: 'writeUp' }
export type Event = Act & { at: number }

const DATED = new Set(['W.COM', 'W.TRY', 'L.CON'])

/** What the agent has before her, as a message that may arrive later, twice or never. */
function composeSave(w: World, { agent: agentId, id, outcome, next, inMs }: Act & { do: 'write' }): string {
  const { desk } = get(w.agents, agentId)
  if (!desk) return '-'
  const then = new Date(w.now.getTime() + inMs).toISOString()
  const input: DispositionInput = {
    id: id as DispositionInput['id'],
    workItemId: desk.item as DispositionInput['workItemId'],
    fence: String(desk.fence),
    callId: desk.call as DispositionInput['callId'],
    outcome,
    reasons: [],
    words: '',
    competitor: null,
    offers: [],
    promises: outcome === 'C.PLAN' ? [{ what: 'mend it', dueAt: then }] : [],
    note: '',
    callbackAt: outcome === 'C.CB' ? then : null,
    promisedAt: DATED.has(outcome) ? then : null,
    next,
  }
  w.messages.set(id, { kind: 'save', agent: agentId, input })
  return `of ${desk.item}`
}

function deliver(w: World, id: string): string {
  const message = w.messages.get(id)
  if (!message) return '-'
  if (message.kind === 'save') return save(w, message.agent, message.input)
  return pressStop(w, message.agent, message, message.code)
}

function onDeskOf(
  w: World,
  agentId: string,
  act: (desk: { item: string; fence: bigint; call: string | null }) => string,
) {
  const { desk } = get(w.agents, agentId)
  return desk ? act(desk) : '-'
}

function dialFrom(w: World, agentId: string, call: string): string {
  return onDeskOf(w, agentId, (desk) => {
    const result = dial(w, agentId, desk, call)
    if (result === 'dialled') desk.call = call
    return result
  })
}

/** The one step of the simulation: what happened, and what came of it. */
export function apply(w: World, event: Event): string {
  w.now = new Date(event.at)
  switch (event.do) {
    case 'fill':
      return fill(w)
    case 'ready':
      return movePresence(w, event.agent, ['offline', 'break'], 'ready') ? 'ready' : '-'
    case 'claim':
      return claim(w, event.agent)
    case 'renew':
      return onDeskOf(w, event.agent, (desk) => renewLease(w, event.agent, desk))
    case 'skip':
      return onDeskOf(w, event.agent, (desk) => skip(w, event.agent, desk))
    case 'dial':
      return dialFrom(w, event.agent, event.call)
    case 'release':
      return release(w, event.call)
    case 'arrive':
      return arrive(w, event.call, event.listedAfterMs)
    case 'answer':
      return answer(w, event.call, event.as)
    case 'ring':
      return ring(w, event.call)
    case 'pickUp':
      return pickUp(w, event.call)
    case 'finish':
      return finish(w, event.call, event.as)
    case 'cut':
      return cut(w, event.call)
    case 'callback':
      return takeCallback(w, event.call, event.status, event.seq)
    case 'hangUp':
      return onDeskOf(w, event.agent, ({ call }) => (call && askToCancel(w, call) ? 'asked' : '-'))
    case 'write':
      return composeSave(w, event)
    case 'press':
      return onDeskOf(w, event.agent, ({ item, fence }) => {
        w.messages.set(event.id, { kind: 'stop', agent: event.agent, item, fence, code: event.code })
        return `of ${item}`
      })
    case 'deliver':
      return deliver(w, event.id)
    case 'importStop':
      return importStop(
        w,
        w.customers.has(event.of) ? event.of : onDeskOf(w, event.of, ({ item }) => get(w.items, item).customer),
      )
    case 'mend': {
      const customer = get(w.customers, event.customer)
      customer.openPromises = 0
      customer.openComplaints = 0
      return 'mended'
    }
    case 'sweep':
      return sweep(w)
    case 'unwanted':
      return endUnwanted(w)
    case 'tend':
      return `asks about ${tend(w).join(' ') || 'nothing'}`
    case 'care':
      return care(w, event.call)
    case 'writeUp':
      return writeUpAbandoned(w)
  }
}
