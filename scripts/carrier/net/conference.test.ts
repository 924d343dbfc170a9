import { describe, expect, it } from 'vitest'
import { createRig, FROM, SEAT } from '../rig.ts'

const rig = createRig()
const { connect, control, truth, endOf, ring, seatAgent } = rig

describe('a conference', () => {
  it('lets a coach be heard by the coached alone, and by all once they barge in', async () => {
    const agent = await seatAgent()
    await ring()
    await rig.step(7_000)
    await control('clients', { identity: 'boss' })
    const boss = await connect().conferences('agent-7').participants.create({
      to: 'client:boss',
      from: FROM,
      coaching: true,
      callSidToCoach: agent,
    })
    await rig.step(1_000)
    const hearers = () =>
      new Set(
        truth()
          .filter((line) => line.other === boss.callSid)
          .reduce((set, line) => {
            if (line.event === 'hear') set.add(line.sid ?? '')
            if (line.event === 'unhear') set.delete(line.sid ?? '')
            return set
          }, new Set<string>()),
      )
    expect(hearers()).toEqual(new Set([agent]))
    const seat = connect().conferences('agent-7').participants(boss.callSid)
    await seat.update({ muted: true, coaching: false })
    expect(hearers()).toEqual(new Set())
    await seat.update({ muted: false, coaching: false })
    expect(hearers().size).toBe(2)
  })

  it('holds and removes a participant', async () => {
    await seatAgent()
    const call = await ring()
    await rig.step(7_000)
    const seat = connect().conferences('agent-7').participants(call.sid)
    expect(await seat.update({ hold: true })).toMatchObject({ hold: true, status: 'connected' })
    expect(truth('unbridge')).toHaveLength(1)
    await rig.step(5_000)
    expect(endOf(call.sid)).toBeUndefined()
    await seat.update({ hold: false })
    expect(truth('bridge')).toHaveLength(2)
    expect(await seat.remove()).toBe(true)
    await rig.step(0)
    expect(endOf(call.sid)).toMatchObject({ by: 'api' })
    const [room] = await connect().conferences.list({ friendlyName: 'agent-7', status: 'in-progress' })
    expect(
      await connect()
        .conferences(room?.sid ?? '')
        .participants.list(),
    ).toHaveLength(1)
  })

  it('is left for another by new instructions, and the call goes on', async () => {
    await control('personas', { '*': { talkSeconds: 600 } })
    const first = await seatAgent()
    await control('clients', { identity: 'agent_8' })
    const second = await connect()
      .conferences('agent-8')
      .participants.create({ to: 'client:agent_8', from: FROM, beep: 'false' })
    const call = await ring()
    await rig.step(10_000)
    const partner = () => truth('bridge').at(-1)
    expect([partner()?.sid, partner()?.other]).toContain(first)
    await connect()
      .calls(call.sid)
      .update({ twiml: SEAT.replace('agent-7', 'agent-8') })
    await rig.step(1_000)
    expect([partner()?.sid, partner()?.other].sort()).toEqual([second.callSid, call.sid].sort())
    expect(truth('leave')).toMatchObject([{ sid: call.sid, conference: 'agent-7' }])
    expect(endOf(call.sid)).toBeUndefined()
    expect(truth('answer').filter(({ sid }) => sid === call.sid)).toHaveLength(1)
    const rooms = await connect().conferences.list({ status: 'in-progress' })
    expect(rooms.map(({ friendlyName }) => friendlyName).sort()).toEqual(['agent-7', 'agent-8'])
  })

  it('is handed over: a third joins, and the first leaves once their leaving no longer ends it', async () => {
    await control('personas', { '*': { talkSeconds: 600 } })
    const agent = await seatAgent()
    const call = await ring()
    await rig.step(10_000)
    const seat = connect().conferences('agent-7').participants(agent)
    await seat.update({ endConferenceOnExit: true })
    await control('clients', { identity: 'agent_8' })
    const third = await connect().conferences('agent-7').participants.create({ to: 'client:agent_8', from: FROM })
    await rig.step(1_000)
    await seat.update({ endConferenceOnExit: false, beepOnExit: true })
    await seat.remove()
    await rig.step(1_000)
    expect(endOf(agent)).toMatchObject({ by: 'api' })
    expect([endOf(call.sid), endOf(third.callSid)]).toEqual([undefined, undefined])
    const beeps = truth('heard').filter(({ what }) => what === 'beep:exit')
    expect(beeps.map(({ sid }) => sid).sort()).toEqual([call.sid, third.callSid].sort())
    const last = connect().conferences('agent-7').participants(third.callSid)
    await last.update({ endConferenceOnExit: true })
    await last.remove()
    await rig.step(1_000)
    expect(endOf(call.sid)).toBeDefined()
    expect(rig.received('/room').at(-1)?.params).toMatchObject({
      StatusCallbackEvent: 'conference-end',
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-kicked',
      CallSidEndingConference: third.callSid,
    })
  })
})
