import { describe, expect, it } from 'vitest'
import { createRig, FROM } from '../rig.ts'

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
})
