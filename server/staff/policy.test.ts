import { describe, expect, it } from 'vitest'
import { api } from '#contract/api'
import { type Action, may } from './policy.ts'

/** n nobody · a agent · s supervisor · m admin · u auditor; `-` denied. */
const EXPECTED: Record<Action, string> = {
  'session.status': 'nasmu',
  'session.signIn': 'nasmu',
  'session.setUp': 'nasmu',
  'session.signOut': '-asmu',
  'session.setLocale': '-asmu',
  'staff.list': '--sm-',
  'staff.add': '---m-',
  'staff.change': '---m-',
  'audit.list': '----u',
  'audit.actors': '----u',
  'audit.status': '----u',
  'audit.verify': '----u',
  'audit.export': '----u',
  'presence.set': '-a---',
  'programme.taxonomy': '-asmu',
  'import.preview': '--sm-',
  'import.start': '--sm-',
  'import.list': '--sm-',
  'import.read': '--sm-',
  'import.cancel': '--sm-',
  'import.faults': '--sm-',
  'people.timeline': '-as--',
  'customer.search': '--s--',
  'customer.recent': '--s--',
  'customer.read': '--s--',
  'customer.erase': '--s--',
  'case.list': '--s--',
  'promise.settle': '--s--',
  'complaint.settle': '--s--',
  'quality.read': '--s--',
  'quality.rows': '--s--',
  'proposal.list': '--s--',
  'merge.compare': '--s--',
  'merge.make': '--s--',
  'merge.list': '--s--',
  'merge.undo': '--s--',
  'merge.keepApart': '--s--',
  'number.add': '--s--',
  'number.strike': '--s--',
  'number.unstrike': '--s--',
  'language.set': '--s--',
  'fault.settle': '--s--',
  'campaign.list': '--s--',
  'campaign.choices': '--s--',
  'campaign.make': '--s--',
  'campaign.change': '--s--',
  'campaign.act': '--s--',
  'campaign.clone': '--s--',
  'campaign.count': '--s--',
  'campaign.preview': '--s--',
  'card.read': '-as--',
  'card.offers': '-as--',
  'card.holdCountdown': '-a---',
  'queue.skip': '-a---',
  'queue.callbacks': '-as--',
  'call.dial': '-a---',
  'call.hangUp': '-as--',
  'call.log': '-as--',
  'call.mute': '-as--',
  'call.hold': '-as--',
  'call.wrapUpMore': '-as--',
  'softphone.token': '-as--',
  'line.retry': '--sm-',
  'call.press': '-as--',
  'call.answer': '-a---',
  'call.record': '-as--',
  'call.colleagues': '-as--',
  'call.transfer': '-as--',
  'call.transferDone': '-as--',
  'call.transferBack': '-as--',
  'help.ask': '-a---',
  'seat.set': '-as--',
  'recording.list': '--s--',
  'recording.play': '--s--',
  'recording.keeping': '--sm-',
  'recording.keep': '---m-',
  'floor.sit': '--s--',
  'floor.supervise': '--s--',
  'floor.takeOver': '--s--',
  'floor.release': '--s--',
  'ivr.read': '--s--',
  'ivr.save': '--s--',
  'ivr.upload': '--s--',
  'ivr.dropSound': '--s--',
  'topic:watch:floor': '--s--',
  'draft.save': '-as--',
  'outcome.save': '-as--',
  'stop.press': '-as--',
  'attributes.read': '--smu',
  'attributes.use': '--s--',
  'ranking.queue': '--s--',
  'ranking.models': '--smu',
  'ranking.measures': '--smu',
  'ranking.adopt': '--s--',
  'ranking.rollBack': '--s--',
  'ranking.learn': '--s--',
  'wall.read': '--smu',
  'topic:watch:wall': '--smu',
  'topic:watch:audit': '----u',
  'topic:watch:line': '-asmu',
  'topic:watch:agent': '-as--',
  'topic:watch:card': '-as--',
  'topic:watch:import': '--sm-',
  'topic:watch:quality': '--s--',
  'lease:renew': '-as--',
}
const WHO = [null, 'agent', 'supervisor', 'admin', 'auditor'] as const
const LETTERS = 'nasmu'

describe('the policy', () => {
  for (const [action, expected] of Object.entries(EXPECTED) as [Action, string][])
    it(`${action} is for ${expected}`, () => {
      const found = WHO.map((role, at) => (may(role, action) ? LETTERS[at] : '-')).join('')
      expect(found).toBe(expected)
    })

  it('speaks of every call of the contract', () => {
    expect(Object.keys(api).filter((name) => !Object.hasOwn(EXPECTED, name))).toEqual([])
  })

  it('denies what it does not know', () => {
    for (const name of ['staff.remove', 'constructor', '__proto__', ''])
      expect(may('admin', name as Action)).toBe(false)
  })
})
