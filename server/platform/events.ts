import type { CallEnd, CallState } from '#contract/calls'
import type { CallId, CustomerId, UserId, WorkItemId } from '#contract/ids'
import type { PresenceState } from '#contract/staff'

/** What happened, by id, told after commit inside this process. An event may be lost: nothing that must happen hangs on one. */
export type DomainEvents = {
  'people.imported': { importId: string }
  'ranking.scored': { scored: number }
  'queue.filled': { waiting: number }
  'queue.claimed': { agentId: UserId }
  'queue.released': { workItemId: WorkItemId }
  /** Signed out, switched off or given another role: sockets are to be asked for their session again. */
  'session.ended': { userId: UserId }
  'presence.changed': { userId: UserId; state: PresenceState }
  'stop.recorded': { customerId: CustomerId }
  'call.changed': { callId: CallId; agentId: UserId; state: CallState; endedAs: CallEnd | null }
  'outcome.recorded': { workItemId: WorkItemId; agentId: UserId | null; outcome: string }
}

export type Events = {
  emit: <K extends keyof DomainEvents>(name: K, fact: DomainEvents[K]) => void
  on: <K extends keyof DomainEvents>(name: K, listener: (fact: DomainEvents[K]) => void | Promise<void>) => void
}

/** A listener that throws is reported and harms nobody else. */
export function createEvents(report: (error: unknown, name: string) => void): Events {
  const listeners = new Map<string, ((fact: never) => void | Promise<void>)[]>()
  return {
    on: (name, listener) => void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
    emit: (name, fact) => {
      for (const listener of listeners.get(name) ?? []) {
        Promise.resolve()
          .then(() => listener(fact as never))
          .catch((error) => report(error, name))
      }
    },
  }
}
