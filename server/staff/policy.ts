import type { ApiName } from '#contract/api'
import type { Role } from '#contract/staff'

/** What a socket may ask for, beside the calls of the contract. */
export type SocketCommand =
  | 'topic:watch:wall'
  | 'topic:watch:floor'
  | 'topic:watch:audit'
  | 'topic:watch:line'
  | 'topic:watch:agent'
  | 'topic:watch:card'
  | 'topic:watch:import'
  | 'topic:watch:quality'
  | 'lease:renew'
export type Action = ApiName | SocketCommand

const ANYONE = 'anyone'
const EVERY_ROLE: readonly Role[] = ['agent', 'supervisor', 'admin', 'auditor']
const CALLS: readonly Role[] = ['agent']
const CALLS_OR_LEADS: readonly Role[] = ['agent', 'supervisor']
const LEADS: readonly Role[] = ['supervisor']
const LEADS_OR_RUNS: readonly Role[] = ['supervisor', 'admin']
/** The wall and the figures of ranking show numbers and our own people, no customer. */
const WATCHES: readonly Role[] = ['supervisor', 'admin', 'auditor']
const RUNS: readonly Role[] = ['admin']
/** Nobody reads the trail who has power over what it tells of. */
const AUDITS: readonly Role[] = ['auditor']

/**
 * Who may do what, for HTTP and sockets alike; what is not written here is denied. Whose object it is (an agent's own
 * card, own topic) is asked by the feature that owns the object, in its query.
 */
const POLICY: Readonly<Record<Action, readonly Role[] | typeof ANYONE>> = {
  'session.status': ANYONE,
  'session.signIn': ANYONE,
  'session.setUp': ANYONE,
  'session.signOut': EVERY_ROLE,
  'session.setLocale': EVERY_ROLE,
  'staff.list': LEADS_OR_RUNS,
  'staff.add': RUNS,
  'staff.change': RUNS,
  'audit.list': AUDITS,
  'audit.actors': AUDITS,
  'audit.status': AUDITS,
  'audit.verify': AUDITS,
  'audit.export': AUDITS,
  'presence.set': CALLS,
  'programme.taxonomy': EVERY_ROLE,
  'import.preview': LEADS_OR_RUNS,
  'import.start': LEADS_OR_RUNS,
  'import.list': LEADS_OR_RUNS,
  'import.read': LEADS_OR_RUNS,
  'import.cancel': LEADS_OR_RUNS,
  'import.faults': LEADS_OR_RUNS,
  'people.timeline': CALLS_OR_LEADS,
  'customer.search': LEADS,
  'customer.recent': LEADS,
  'customer.read': LEADS,
  'customer.erase': LEADS,
  'case.list': LEADS,
  'promise.settle': LEADS,
  'complaint.settle': LEADS,
  'quality.read': LEADS,
  'quality.rows': LEADS,
  'proposal.list': LEADS,
  'merge.compare': LEADS,
  'merge.make': LEADS,
  'merge.list': LEADS,
  'merge.undo': LEADS,
  'merge.keepApart': LEADS,
  'number.add': LEADS,
  'number.strike': LEADS,
  'number.unstrike': LEADS,
  'language.set': LEADS,
  'fault.settle': LEADS,
  'campaign.list': LEADS,
  'campaign.choices': LEADS,
  'campaign.make': LEADS,
  'campaign.change': LEADS,
  'campaign.act': LEADS,
  'campaign.clone': LEADS,
  'campaign.count': LEADS,
  'campaign.preview': LEADS,
  'card.read': CALLS_OR_LEADS,
  'card.offers': CALLS_OR_LEADS,
  'card.holdCountdown': CALLS,
  'queue.skip': CALLS,
  'queue.callbacks': CALLS_OR_LEADS,
  'call.dial': CALLS,
  'call.hangUp': CALLS_OR_LEADS,
  'call.log': CALLS_OR_LEADS,
  'call.mute': CALLS_OR_LEADS,
  'call.hold': CALLS_OR_LEADS,
  'call.wrapUpMore': CALLS_OR_LEADS,
  'softphone.token': CALLS_OR_LEADS,
  'line.retry': LEADS_OR_RUNS,
  'call.press': CALLS_OR_LEADS,
  'call.answer': CALLS,
  'call.record': CALLS_OR_LEADS,
  'call.colleagues': CALLS_OR_LEADS,
  'call.transfer': CALLS_OR_LEADS,
  'call.transferDone': CALLS_OR_LEADS,
  'call.transferBack': CALLS_OR_LEADS,
  'help.ask': CALLS,
  'seat.set': CALLS_OR_LEADS,
  'recording.list': LEADS,
  'recording.play': LEADS,
  'recording.keeping': LEADS_OR_RUNS,
  'recording.keep': RUNS,
  'floor.sit': LEADS,
  'floor.supervise': LEADS,
  'floor.takeOver': LEADS,
  'floor.release': LEADS,
  'ivr.read': LEADS,
  'ivr.save': LEADS,
  'ivr.upload': LEADS,
  'ivr.dropSound': LEADS,
  'draft.save': CALLS_OR_LEADS,
  'outcome.save': CALLS_OR_LEADS,
  'stop.press': CALLS_OR_LEADS,
  'attributes.read': WATCHES,
  'attributes.use': LEADS,
  'ranking.queue': LEADS,
  'ranking.models': WATCHES,
  'ranking.measures': WATCHES,
  'ranking.adopt': LEADS,
  'ranking.rollBack': LEADS,
  'ranking.learn': LEADS,
  'wall.read': WATCHES,
  'topic:watch:wall': WATCHES,
  'topic:watch:floor': LEADS,
  'topic:watch:audit': AUDITS,
  'topic:watch:line': EVERY_ROLE,
  'topic:watch:agent': CALLS_OR_LEADS,
  'topic:watch:card': CALLS_OR_LEADS,
  'topic:watch:import': LEADS_OR_RUNS,
  'topic:watch:quality': LEADS,
  'lease:renew': CALLS_OR_LEADS,
}

/** Whether this role (null: not signed in) may do this. */
export function may(role: Role | null, action: Action): boolean {
  const allowed = Object.hasOwn(POLICY, action) ? POLICY[action] : []
  return allowed === ANYONE || (role !== null && allowed.includes(role))
}

export const isOpenToAnyone = (action: Action): boolean => Object.hasOwn(POLICY, action) && POLICY[action] === ANYONE
