import { io } from 'socket.io-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { UserId } from '#contract/ids'
import { createLine, type HeldCustomer, type Line } from '../../test/harness/line.ts'
import { identityOf } from './twilio.carrier.ts'

let line: Line
let agent: UserId
let her: HeldCustomer

beforeAll(async () => {
  line = await createLine()
})
afterAll(() => line.close())
beforeEach(async () => {
  line.carrier.setFaults({})
  line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 4, talkSeconds: 30 })
  agent = await line.addAgent()
  her = await line.giveCustomer(agent)
})

const dial = (id = line.newCallId()) => line.telephony.dial({ id, workItemId: her.workItemId, fence: her.fence }, agent)
const stateOf = async (id: string) => (await line.db.call.findUnique({ where: { id } }))?.state
const presence = async () => (await line.staff.presence.read(line.db, agent)).state
const invites = (to = her.e164) => line.carrier.truth.since(0).filter((one) => one.event === 'invite' && one.to === to)
/** Whether the carrier lets the agent be heard. */
const isMuted = async (): Promise<boolean> => {
  const { accountSid, authToken } = line.account
  const seat = await line.db.seat.findUnique({ where: { agentId: agent } })
  const path = `2010-04-01/Accounts/${accountSid}/Conferences/agent-${agent}/Participants/${seat?.sid}.json`
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  return (await (await fetch(`${line.carrier.url}/${path}`, { headers: { authorization } })).json()).muted
}
const reach = (id: string, state: string) => line.until(async () => (await stateOf(id)) === state)

describe('a dial', () => {
  it('takes the agent to the customer and back to write it up', async () => {
    const view = await dial()
    expect(view).toMatchObject({ workItemId: her.workItemId, mode: 'carrier', number: null })
    await reach(view.id, 'answered')
    expect(await presence()).toBe('talking')
    await reach(view.id, 'ended')
    expect(await presence()).toBe('wrapUp')
    const call = await line.db.call.findUnique({ where: { id: view.id } })
    expect(call).toMatchObject({ endedAs: 'completed' })
    expect(call?.answeredAt).not.toBeNull()
    expect((await line.db.dialIntent.findUnique({ where: { id: view.id } }))?.state).toBe('done')
    const seen = await line.staff.presence.read(line.db, agent)
    expect(seen.extensionsLeft).toBe(2)
    expect((await line.telephony.wrapUpMore(agent)).left).toBe(1)
  })

  it('made twice rings once', async () => {
    const id = line.newCallId()
    const views = await Promise.all([dial(id), dial(id), dial(id)])
    expect(new Set(views.map((view) => view.id)).size).toBe(1)
    await dial(id)
    expect(invites()).toHaveLength(1)
    expect(await line.db.attempt.count({ where: { customerId: her.customerId } })).toBe(1)
  })

  it('is refused with every rule that stands against it, and the reasons are kept', async () => {
    await line.db.complaint.create({
      data: {
        id: line.newCallId(),
        customerId: her.customerId,
        key: 'c',
        openedAt: line.clock.now(),
        status: 'open',
        text: '',
      },
    })
    await line.database.tx((tx) => stop(tx))
    await expect(dial()).rejects.toMatchObject({
      status: 409,
      problem: { code: 'call.refused' },
      more: expect.arrayContaining([
        expect.objectContaining({ code: 'stop.call' }),
        expect.objectContaining({ code: 'complaint.open' }),
      ]),
    })
    expect(await line.db.callBlock.count({ where: { customerId: her.customerId } })).toBeGreaterThanOrEqual(2)
    expect(invites()).toHaveLength(0)
    expect(await presence()).toBe('preview')
  })

  it('is refused without a softphone, and under a fence that has passed', async () => {
    const alone = await line.addAgent()
    const other = await line.giveCustomer(alone)
    await fetch(`${line.carrier.url}/_sim/clients`)
    const input = { id: line.newCallId(), workItemId: other.workItemId, fence: 7n }
    await expect(line.telephony.dial(input, alone)).rejects.toMatchObject({ problem: { code: 'lease.lost' } })
    const stranger = line.newCallId() as unknown as UserId
    await expect(line.telephony.dial({ ...input, fence: 1n }, stranger)).rejects.toMatchObject({
      problem: { code: 'softphone.absent' },
    })
  })

  it('that the carrier refuses is over at once and does not count', async () => {
    await fetch(`${line.carrier.url}/_sim/refusals`, {
      method: 'POST',
      body: JSON.stringify([{ prefix: her.e164, code: 21217 }]),
    })
    const view = await dial()
    expect(view).toMatchObject({ state: 'ended', endedAs: 'refused' })
    expect(await presence()).toBe('wrapUp')
    expect(await line.db.attempt.findUnique({ where: { id: view.id } })).toMatchObject({
      counted: false,
      outcome: 'X.INV',
    })
    await fetch(`${line.carrier.url}/_sim/refusals`, { method: 'POST', body: '[]' })
  })

  it('that the carrier took in silence is found by its callbacks and never dialled again', async () => {
    await line.telephony.followPresence(agent)
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    line.carrier.setFaults({ next: [{ fault: 'acceptThen500', count: 1 }] })
    const view = await dial()
    await reach(view.id, 'ended')
    expect(invites()).toHaveLength(1)
  })

  it('that the carrier took in silence and never spoke of is found in its list', async () => {
    await line.telephony.followPresence(agent)
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    line.carrier.setFaults({ drop: 1, next: [{ fault: 'acceptThen500', count: 1 }] })
    const view = await dial()
    expect(view.state).toBe('unknown')
    const later = (seconds: number) => new Date(line.clock.now().getTime() + line.clock.wall(seconds * 1000))
    await line.telephony.sweep(later(16))
    expect((await line.db.dialIntent.findUnique({ where: { id: view.id } }))?.sid).toMatch(/^CA/)
    await line.until(async () => line.carrier.truth.since(0).some((one) => one.event === 'end' && one.to === her.e164))
    await line.telephony.sweep(later(40))
    expect(await stateOf(view.id)).toBe('ended')
    expect(invites()).toHaveLength(1)
  })

  it('of which the carrier knows nothing frees its number in the end', async () => {
    await line.telephony.followPresence(agent)
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    line.carrier.setFaults({ next: [{ fault: 'error500', count: 1 }] })
    const view = await dial()
    expect(view.state).toBe('unknown')
    const later = (seconds: number) => new Date(line.clock.now().getTime() + line.clock.wall(seconds * 1000))
    await line.telephony.sweep(later(16))
    expect(await stateOf(view.id)).toBe('unknown')
    await line.telephony.sweep(later(50))
    expect(await stateOf(view.id)).toBe('ended')
    expect(await line.db.attempt.findUnique({ where: { id: view.id } })).toMatchObject({ counted: false })
    expect(invites()).toHaveLength(0)
  })

  it('ends when the agent hangs up, ringing or talking', async () => {
    line.carrier.setPersona(her.e164, { kind: 'answers', ringSeconds: 25 })
    const ringing = await dial()
    await reach(ringing.id, 'ringing')
    await line.telephony.hangUp(ringing.id, agent)
    await reach(ringing.id, 'ended')
    expect((await line.db.call.findUnique({ where: { id: ringing.id } }))?.endedAs).toBe('canceled')
    await line.telephony.hangUp(ringing.id, agent)

    agent = await line.addAgent()
    her = await line.giveCustomer(agent)
    line.carrier.setPersona(her.e164, { kind: 'answers', ringSeconds: 2, talkSeconds: 600 })
    const talking = await dial()
    await reach(talking.id, 'answered')
    await line.telephony.mute(talking.id, true, agent)
    expect(await isMuted()).toBe(true)
    expect((await line.telephony.hold(talking.id, true, agent)).held).toBe(true)
    await line.telephony.hangUp(talking.id, agent)
    await reach(talking.id, 'ended')
    expect((await line.db.call.findUnique({ where: { id: talking.id } }))?.endedAs).toBe('completed')
    await line.until(async () => !(await isMuted()))
  })

  it('comes to its end though every callback is lost', async () => {
    await line.telephony.followPresence(agent)
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    line.carrier.setFaults({ drop: 1 })
    const view = await dial()
    await line.until(async () => line.carrier.truth.since(0).some((one) => one.event === 'end' && one.to === her.e164))
    await line.telephony.sweep(new Date(line.clock.now().getTime() + line.clock.wall(60_000)))
    expect(await stateOf(view.id)).toBe('ended')
    expect(await presence()).toBe('wrapUp')
  })
})

describe('a softphone', () => {
  it('signs on with its token, answers its seat, and is rung again when it fell out of a conversation', async () => {
    const { driver, identity, token, url } = line.telephony.softphoneToken(agent)
    expect(driver).toBe('simulated')
    const socket = io(url, { auth: { identity, token }, transports: ['websocket'] })
    const rung: string[] = []
    socket.on('ring', ({ callSid }: { callSid: string }) => rung.push(callSid))
    await new Promise((done, fail) => socket.once('connect', () => done(null)).once('connect_error', fail))
    line.carrier.setPersona(her.e164, { kind: 'answers', ringSeconds: 2, talkSeconds: 900 })
    const view = await dial()
    expect(rung).toHaveLength(1)
    await reach(view.id, 'answered')
    socket.emit('hangup', { callSid: rung[0] })
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'gone')
    await line.telephony.sweep(new Date(line.clock.now().getTime() + line.clock.wall(4_000)))
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    expect(rung).toHaveLength(2)
    await line.telephony.hangUp(view.id, agent)
    await reach(view.id, 'ended')
    socket.disconnect()
  })

  it('of whose answer nobody told us is seated all the same, and rung once', async () => {
    await line.carrier.setFaults({ drop: 1 })
    await line.telephony.followPresence(agent)
    const legs = () => line.carrier.truth.since(0).filter(({ to }) => to === `client:${identityOf(agent)}`)
    await line.until(async () => legs().some(({ event }) => event === 'answer'))
    const seat = () => line.db.seat.findUniqueOrThrow({ where: { agentId: agent } })
    expect((await seat()).state).toBe('asked')
    await line.telephony.sweepSeats(new Date((await seat()).since.getTime() + line.clock.wall(3_000)))
    expect((await seat()).state).toBe('in')
    await dial()
    expect(legs().filter(({ event }) => event === 'create')).toHaveLength(1)
  })

  it('does not sign on for somebody else', async () => {
    const { token, url } = line.telephony.softphoneToken(agent)
    const socket = io(url, { auth: { identity: 'agent_other', token }, transports: ['websocket'], reconnection: false })
    await expect(
      new Promise((done, fail) => socket.once('connect', () => done(null)).once('connect_error', fail)),
    ).rejects.toThrow()
    socket.disconnect()
  })
})

const stop = (tx: Parameters<Parameters<Line['database']['tx']>[0]>[0], whom = her) =>
  line.compliance.recordStop(tx, {
    kind: 'call',
    customerId: whom.customerId,
    phoneIds: [whom.phoneId],
    byUserId: null,
    at: line.clock.now(),
  })

describe('a stop', () => {
  it('cancels a leg while it rings, told or found by the sweep', async () => {
    for (const tell of [true, false]) {
      agent = await line.addAgent()
      her = await line.giveCustomer(agent)
      line.carrier.setPersona(her.e164, { kind: 'answers', ringSeconds: 28 })
      const view = await dial()
      await reach(view.id, 'ringing')
      await line.database.tx((tx) => stop(tx))
      if (tell) line.events.emit('stop.recorded', { customerId: her.customerId })
      else await line.telephony.sweep(line.clock.now())
      const ends = () => line.carrier.truth.since(0).filter((one) => one.event === 'end' && one.to === her.e164)
      await line.until(async () => ends().length === 1, 10_000)
      expect(ends()[0]).toMatchObject({ status: 'canceled' })
    }
  })

  it('at any moment around a dial lets no call be placed after it', async () => {
    const agents = await Promise.all(Array.from({ length: 20 }, () => line.addAgent()))
    line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 28 })
    const rounds = await Promise.all(
      agents.map(async (agentId, i) => {
        const customer = await line.giveCustomer(agentId)
        await line.telephony.followPresence(agentId)
        await line.until(async () => (await line.db.seat.findUnique({ where: { agentId } }))?.state === 'in')
        const id = line.newCallId()
        const dialled = line.telephony
          .dial({ id, workItemId: customer.workItemId, fence: 1n }, agentId)
          .catch((error: unknown) => error)
        await new Promise((done) => setTimeout(done, (i * 7) % 60))
        await line.database.tx((tx) => stop(tx, customer))
        line.events.emit('stop.recorded', { customerId: customer.customerId })
        await dialled
        return { id, customer }
      }),
    )
    await line.telephony.sweep(line.clock.now())
    await line.until(
      async () => (await line.db.dialIntent.count({ where: { state: { notIn: ['done', 'refused'] } } })) === 0,
    )
    for (const { id, customer } of rounds) {
      const placed = invites(customer.e164)
      expect(placed.length).toBeLessThanOrEqual(1)
      if (placed.length === 0) continue
      const [intent, stopped] = [
        await line.db.dialIntent.findUniqueOrThrow({ where: { id } }),
        await line.db.stop.findFirstOrThrow({ where: { customerId: customer.customerId } }),
      ]
      expect(intent.createdAt.getTime()).toBeLessThanOrEqual(stopped.at.getTime())
      const end = line.carrier.truth.since(0).find((one) => one.event === 'end' && one.to === customer.e164)
      expect(end).toMatchObject({ status: 'canceled' })
    }
    expect(line.faults).toEqual([])
  })
})

describe('a bad line', () => {
  it('takes back a leg that shows itself after its call was given up, and counts it', async () => {
    await line.telephony.followPresence(agent)
    await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
    line.carrier.setPersona(her.e164, { kind: 'answers', ringSeconds: 20, talkSeconds: 900 })
    line.carrier.setFaults({ acceptThen500: 1, drop: 1 })
    const list = vi.spyOn(line.port, 'findLegs').mockResolvedValue([])
    const view = await dial()
    await line.telephony.sweep(new Date(line.clock.now().getTime() + line.clock.wall(60_000)))
    list.mockRestore()
    const attempt = () => line.db.attempt.findUnique({ where: { id: view.id } })
    expect(await stateOf(view.id)).toBe('ended')
    expect(await attempt()).toMatchObject({ counted: false })
    line.carrier.setFaults({})
    const ends = () => line.carrier.truth.since(0).filter((one) => one.event === 'end' && one.to === her.e164)
    await line.until(async () => ends().length === 1, 5_000)
    expect(await attempt()).toMatchObject({ counted: true })
    expect(await stateOf(view.id)).toBe('ended')
  })

  it('rings no number twice and brings every call and its agent to an end', async () => {
    line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 3, talkSeconds: 20 })
    const agents = await Promise.all(Array.from({ length: 30 }, () => line.addAgent()))
    const customers = await Promise.all(agents.map((agentId) => line.giveCustomer(agentId)))
    await Promise.all(agents.map((agentId) => line.telephony.followPresence(agentId)))
    await line.until(async () => (await line.db.seat.count({ where: { state: 'in', agentId: { in: agents } } })) === 30)
    line.carrier.setFaults({
      duplicate: 0.3,
      reorder: 0.3,
      drop: 0.2,
      restDelayMs: 2_000,
      acceptThen500: 0.15,
      error500: 0.1,
      error503: 0.1,
    })
    // Fifty times the tick's pace, in a clock that it is told: what takes a minute of waiting passes in seconds.
    let ahead = 0
    const ids = customers.map(() => line.newCallId())
    await Promise.all(
      customers.map((customer, i) =>
        line.telephony
          .dial({ id: ids[i] ?? line.newCallId(), workItemId: customer.workItemId, fence: 1n }, customer.agentId)
          .catch((error: unknown) => line.faults.push(error)),
      ),
    )
    const unsettled = () => line.db.call.count({ where: { id: { in: ids }, state: { not: 'ended' } } })
    await line.until(async () => {
      ahead += line.clock.wall(3_000)
      await line.telephony.sweep(new Date(line.clock.now().getTime() + ahead))
      return (await unsettled()) === 0
    }, 30_000)
    for (const { e164 } of customers) expect(invites(e164).length).toBeLessThanOrEqual(1)
    const states = await Promise.all(agents.map(async (id) => (await line.staff.presence.read(line.db, id)).state))
    expect(new Set(states)).toEqual(new Set(['wrapUp']))
    expect(await line.db.dialIntent.count({ where: { id: { in: ids }, state: { notIn: ['done', 'refused'] } } })).toBe(
      0,
    )
    const placed = line.carrier.truth
      .since(0)
      .filter((one) => one.event === 'invite' && one.intent && ids.includes(one.intent as never))
    const open = placed.filter(
      (one) => !line.carrier.truth.since(0).some((end) => end.event === 'end' && end.sid === one.sid),
    )
    expect(open).toEqual([])
    expect(line.faults).toEqual([])
  })
})
