import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CallId, CampaignId, type UserId } from '#contract/ids'
import type { TruthLine } from '../scripts/carrier/truth/truth.ts'
import { readAwaiting } from '../server/telephony/auto-dial.store.ts'
import { createLine, type HeldCustomer, type Line } from './harness/line.ts'
import { hearsNow, seatSid, seatSupervisor } from './harness/talks.ts'

const OUTSIDE = '+998935550099'
let line: Line
beforeAll(async () => {
  line = await createLine({ speed: 10 })
  line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 1, talkSeconds: 3_000 })
})
afterAll(() => line?.close())

const parts = () => {
  const { transfers, supervision, recordings } = line.telephony
  if (!transfers || !supervision || !recordings) throw new Error('this line has a carrier')
  return { transfers, supervision, recordings }
}
const sweep = () => line.telephony.sweep(line.clock.now())
const seatIn = async (agentId: UserId): Promise<UserId> => {
  await line.telephony.followPresence(agentId)
  await line.until(async () => (await line.db.seat.findUnique({ where: { agentId } }))?.state === 'in')
  return agentId
}
const seated = async (): Promise<UserId> => seatIn(await line.addAgent())
type Talk = { agent: UserId; customer: HeldCustomer; callId: CallId; sid: string }
/** Somebody in a conversation. */
const talk = async (): Promise<Talk> => {
  const agent = await seated()
  const customer = await line.giveCustomer(agent)
  const callId = line.newCallId()
  await line.telephony.dial({ id: callId, workItemId: customer.workItemId, fence: customer.fence }, agent)
  await line.until(async () => (await line.telephony.readCall(line.db, callId))?.state === 'answered')
  const sid = (await line.telephony.readCall(line.db, callId))?.sid ?? ''
  return { agent, customer, callId, sid }
}
const truth = (): TruthLine[] => line.carrier.truth.since(0)
const hears = (sid: string, other: string): boolean => hearsNow(line.carrier, sid, other)
const soon = (what: () => boolean) => line.until(async () => what())
const stateOf = async (userId: UserId) => (await line.staff.presence.read(line.db, userId)).state
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
  )
it('lets the customer hear music on hold, and the agent again after it', async () => {
  const { agent, callId, sid } = await talk()
  const own = await seatSid(line, agent)
  await soon(() => hears(sid, own))
  await line.telephony.hold(callId, true, agent)
  await soon(() => !hears(sid, own))
  await soon(() =>
    truth().some((one) => one.event === 'heard' && one.sid === sid && String(one.what).includes('music')),
  ).catch(() => expect(truth().filter((one) => one.sid === sid)).toEqual([]))
  await line.telephony.hold(callId, false, agent)
  await soon(() => hears(sid, own))
})

it('presses keys on the customer’s line', async () => {
  const { agent, callId, sid } = await talk()
  await line.telephony.press(callId, '12#', agent)
  await soon(() => truth().some((one) => one.sid === sid && Object.values(one).includes('12#')))
  expect(await codeOf(line.telephony.press(callId, '1', await seated()))).toBe('not-found')
})

it('hands the customer to a colleague after a word, with the card and what was typed', async () => {
  const { agent, customer, callId, sid } = await talk()
  const colleague = await seated()
  await line.db.draft.create({
    data: {
      workItemId: customer.workItemId,
      agentId: agent,
      revision: 3,
      body: { note: 'said' },
      savedAt: line.clock.now(),
    },
  })
  const [a, b] = [await seatSid(line, agent), await seatSid(line, colleague)]
  await parts().transfers.start(callId, 'warm', { userId: colleague }, agent)
  await soon(() => hears(a, b) && !hears(sid, a) && !hears(sid, b))
  expect(await stateOf(colleague)).toBe('consult')
  await parts().transfers.finish(callId, agent)
  await soon(() => hears(sid, b) && hears(b, sid) && !hears(sid, a) && !hears(a, b))
  expect([await stateOf(agent), await stateOf(colleague)]).toEqual(['break', 'talking'])
  expect(await line.db.workItem.findUnique({ where: { id: customer.workItemId } })).toMatchObject({
    agentId: colleague,
  })
  expect(await line.db.draft.findUnique({ where: { workItemId: customer.workItemId } })).toMatchObject({
    agentId: colleague,
  })
  expect(await codeOf(line.telephony.hangUp(callId, agent))).toBe('not-found')
  await line.telephony.hangUp(callId, colleague)
  await line.until(async () => (await stateOf(colleague)) === 'wrapUp')
})

it('takes the customer back when the colleague cannot help, and when the colleague is gone', async () => {
  const { agent, callId, sid } = await talk()
  const own = await seatSid(line, agent)
  const colleague = await seated()
  await parts().transfers.start(callId, 'warm', { userId: colleague }, agent)
  await parts().transfers.back(callId, agent)
  await soon(() => hears(sid, own))
  expect(await stateOf(colleague)).toBe('ready')
  await parts().transfers.start(callId, 'warm', { userId: colleague }, agent)
  await line.port.hangUp(await seatSid(line, colleague), true)
  await line.until(async () => {
    await sweep()
    return hears(sid, own)
  })
})

it('hands over at once to whoever is free, and to nobody who is not', async () => {
  const { agent, callId, sid } = await talk()
  const busy = await talk()
  expect(await codeOf(parts().transfers.start(callId, 'cold', { userId: busy.agent }, agent))).toBe('transfer.absent')
  expect(await codeOf(parts().transfers.start(callId, 'cold', { userId: await line.addAgent() }, agent))).toBe(
    'transfer.absent',
  )
  const colleague = await seated()
  await parts().transfers.start(callId, 'cold', { userId: colleague }, agent)
  const own = await seatSid(line, colleague)
  await soon(() => hears(sid, own) && hears(own, sid))
  expect(await stateOf(agent)).toBe('break')
})

it('lets customer and outside number talk on, and the agent write up', async () => {
  const { agent, callId, sid } = await talk()
  await parts().transfers.start(callId, 'warm', { number: OUTSIDE }, agent)
  await line.until(async () => (await line.db.transfer.findFirst({ where: { callId } }))?.state === 'consulting')
  const other = (await line.db.transfer.findFirstOrThrow({ where: { callId } })).sid ?? ''
  expect(hears(sid, other)).toBe(false)
  await parts().transfers.finish(callId, agent)
  await soon(() => hears(sid, other) && hears(other, sid))
  await line.until(async () => (await stateOf(agent)) === 'wrapUp')
  await line.port.hangUp(other, true)
  await soon(() => truth().some((one) => one.event === 'end' && one.sid === sid))
})

it('gives the customer back when an outside number does not answer', async () => {
  const { agent, callId, sid } = await talk()
  const own = await seatSid(line, agent)
  line.carrier.setPersona('+998935550077', { kind: 'busy', ringSeconds: 1 })
  await parts().transfers.start(callId, 'cold', { number: '+998935550077' }, agent)
  await line.until(async () => (await line.db.transfer.findFirst({ where: { callId } }))?.state === 'failed')
  await soon(() => hears(sid, own))
})

it.each([
  ['sip:somebody@example.org', 'phone.scheme'],
  ['client:agent_7', 'phone.scheme'],
  ['112', 'phone.emergency'],
  ['+1 900 555 0123', 'phone.premium'],
  ['+998712000000', 'transfer.own-number'],
])('rings nobody at %s, and says why', async (number, code) => {
  const { agent, callId } = await talk()
  const asked = truth().length
  expect(await codeOf(parts().transfers.start(callId, 'warm', { number }, agent))).toBe(code)
  expect(
    truth()
      .slice(asked)
      .filter((one) => one.event === 'create'),
  ).toEqual([])
})

it('takes a conversation over to a supervisor’s desk', async () => {
  const { agent, customer, callId, sid } = await talk()
  const lead = await seatSupervisor(line)
  await parts().supervision.supervise(lead, agent, 'join', 1)
  const own = await seatSid(line, lead)
  await soon(() => hears(sid, own))
  await parts().supervision.takeOver(lead, agent)
  await soon(() => hears(sid, own) && hears(own, sid) && !hears(sid, 'nobody'))
  expect([await stateOf(agent), await stateOf(lead)]).toEqual(['break', 'talking'])
  expect(await line.db.workItem.findUnique({ where: { id: customer.workItemId } })).toMatchObject({ agentId: lead })
  expect((await line.telephony.readCall(line.db, callId))?.agent_id).toBe(lead)
  expect(await codeOf(parts().supervision.takeOver(lead, await seated()))).toBe('call.over')
})

it('leaves an agent alone once the conversation is over, whoever joined it', async () => {
  const { agent, callId, sid } = await talk()
  const lead = await seatSupervisor(line)
  await parts().supervision.supervise(lead, agent, 'join', 1)
  const [own, ear] = [await seatSid(line, agent), await seatSid(line, lead)]
  await soon(() => hears(sid, ear) && hears(ear, own))
  await sweep()
  expect(await line.db.supervision.findUnique({ where: { supervisorId: lead } })).toMatchObject({ mode: 'join' })
  await line.telephony.hangUp(callId, agent)
  await line.until(async () => (await stateOf(agent)) === 'wrapUp')
  expect(await line.db.supervision.findUnique({ where: { supervisorId: lead } })).toMatchObject({ mode: 'off' })
  expect(await codeOf(parts().supervision.supervise(lead, agent, 'listen', 9))).toBe('floor.agent-unseated')
  await sweep()
  await soon(() => !hears(ear, own) && !hears(own, ear))
})

it('seats an agent by a phone of their own, and refuses what is none', async () => {
  const agent = await line.addAgent()
  for (const [typed, code] of [
    ['sip:me@home', 'phone.scheme'],
    ['911', 'phone.emergency'],
    ['+998712000000', 'transfer.own-number'],
  ] as const)
    expect(await codeOf(line.telephony.chooseSeat(agent, typed))).toBe(code)
  expect(await line.telephony.chooseSeat(agent, '+998 93 111 22 33')).toMatchObject({ by: 'phone', state: 'gone' })
  await seatIn(agent)
  const sid = await seatSid(line, agent)
  expect(truth().find((one) => one.event === 'invite' && one.sid === sid)?.to).toBe('+998931112233')
})

it('frees a desk that is stuck, and only of the own team', async () => {
  const { agent, customer, sid } = await talk()
  const lead = await seatSupervisor(line)
  const stranger = await seatSupervisor(line)
  const team = randomUUID()
  await line.db.team.create({ data: { id: team, name: 'Another' } })
  await line.db.user.update({ where: { id: stranger }, data: { teamId: team } })
  expect(await codeOf(line.telephony.desk.release(agent, stranger))).toBe('not-found')
  await line.telephony.desk.release(agent, lead)
  expect(await line.db.workItem.findUnique({ where: { id: customer.workItemId } })).toMatchObject({
    state: 'waiting',
    agentId: null,
  })
  expect(await stateOf(agent)).toBe('offline')
  await soon(() => truth().some((one) => one.event === 'end' && one.sid === sid))
})

it('records nothing that was not announced, pauses, and keeps what the customer allows', async () => {
  await line.db.campaign.updateMany({ data: { recording: 'announced' } })
  const { agent, callId, sid } = await talk()
  const events = (name: string) => truth().filter((one) => one.event === name && one.sid === sid)
  await line.until(async () => {
    await sweep()
    return events('record-start').length === 1
  })
  const told = truth().find((one) => one.event === 'heard' && one.sid === sid && String(one.what).includes('recorded'))
  expect(told?.n).toBeLessThan(events('record-start')[0]?.n ?? 0)
  await line.until(async () => (await line.db.recording.findUnique({ where: { callId } }))?.state === 'on')
  await parts().recordings.wish(callId, agent, 'pause')
  await soon(() => events('record-pause').length === 1)
  await parts().recordings.wish(callId, agent, 'on')
  await soon(() => events('record-resume').length === 1)
  await line.telephony.hangUp(callId, agent)
  await line.until(async () => {
    await sweep()
    return (await line.db.recording.findUnique({ where: { callId } }))?.state === 'kept'
  })
  const lead = await seatSupervisor(line)
  const sound = await parts().recordings.play(callId, lead, 'A complaint about this call')
  expect(sound.headers.get('content-type')).toMatch(/audio/)
  const heard = await line.db.auditLine.findFirstOrThrow({ where: { action: 'recording.played' } })
  expect(JSON.stringify(heard.detail)).not.toContain('complaint')
  expect(await line.db.auditExport.findFirstOrThrow({ where: { byId: lead } })).toMatchObject({
    reason: 'A complaint about this call',
  })
})

it('stops and deletes the recording when the customer does not want it, and goes on talking', async () => {
  const { agent, callId, sid } = await talk()
  await line.until(async () => {
    await sweep()
    return (await line.db.recording.findUnique({ where: { callId } }))?.state === 'on'
  })
  await parts().recordings.wish(callId, agent, 'refuse')
  await line.until(async () => {
    await sweep()
    return (await line.db.recording.findUnique({ where: { callId } }))?.state === 'deleted'
  })
  expect(truth().some((one) => one.event === 'record-delete' && one.sid === sid)).toBe(true)
  expect((await line.telephony.readCall(line.db, callId))?.state).toBe('answered')
  await parts().recordings.wish(callId, agent, 'on')
  expect((await line.db.recording.findUnique({ where: { callId } }))?.state).toBe('deleted')
  expect(await codeOf(parts().recordings.play(callId, agent, 'curious'))).toBe('recording.none')
  await line.db.campaign.updateMany({ data: { recording: 'off' } })
})

it('dials by itself where the campaign is progressive, and leaves it to the agent where the law wants a person', async () => {
  const agent = await seated()
  const customer = await line.giveCustomer(agent)
  await line.telephony.autoDial(line.clock.now())
  expect(await line.db.dialIntent.count({ where: { workItemId: customer.workItemId } })).toBe(0)
  await line.db.campaign.updateMany({ data: { mode: 'progressive' } })
  await Promise.all([1, 2, 3].map(() => line.telephony.autoDial(line.clock.now())))
  expect(await line.db.dialIntent.count({ where: { workItemId: customer.workItemId } })).toBe(1)
  await line.until(async () => (await stateOf(agent)) === 'talking')
  await line.db.campaign.updateMany({ data: { mode: 'preview', previewSeconds: null } })
})

describe('a countdown that its agent holds', () => {
  const held = async () => {
    const agent = await seated()
    const customer = await line.giveCustomer(agent)
    await line.queue.holdCountdown(agent, customer.workItemId, customer.fence)
    return { agent, customer, own: { workItemId: customer.workItemId, fence: customer.fence } }
  }
  const dials = (workItemId: string) => line.db.dialIntent.count({ where: { workItemId } })
  const counting = (mode: string, previewSeconds: number | null) =>
    line.db.campaign.updateMany({ data: { mode, previewSeconds } })
  const wait = () => line.clock.now().getTime() + line.clock.wall(3_000)
  beforeAll(() => counting('preview', 3))
  afterAll(() => counting('preview', null))

  it('is over for that card: the server does not dial, whenever it looks, and the agent can', async () => {
    const [reads, waits] = [await held(), await seated()]
    const other = await line.giveCustomer(waits)
    const campaigns = (await line.db.campaign.findMany()).map(({ id }) => CampaignId.parse(id))
    const awaiting = (await readAwaiting(line.db, campaigns)).map(({ workItemId }) => workItemId)
    expect(awaiting).toContain(other.workItemId)
    expect(awaiting).not.toContain(reads.customer.workItemId) // nor does it take a place in the pace of calls
    const over = wait()
    await line.until(async () => line.clock.now().getTime() > over)
    await line.telephony.autoDial(line.clock.now())
    expect([await dials(other.workItemId), await dials(reads.customer.workItemId)]).toEqual([1, 0])
    await line.telephony.dial({ id: line.newCallId(), ...reads.own }, reads.agent)
    expect(await dials(reads.customer.workItemId)).toBe(1)
  })

  it('stops a dial by the server that had looked before it was held', async () => {
    const { agent, customer, own } = await held()
    const late = line.telephony.dial({ id: line.newCallId(), ...own, byItself: true }, agent)
    expect(await codeOf(late)).toBe('call.countdown-held')
    expect(await dials(customer.workItemId)).toBe(0)
  })

  it('runs again when the customer comes to a desk another time', async () => {
    const { customer } = await held()
    await line.db.workItem.update({ where: { id: customer.workItemId }, data: { fence: { increment: 1 } } })
    const over = wait()
    await line.until(async () => line.clock.now().getTime() > over)
    await line.telephony.autoDial(line.clock.now())
    expect(await dials(customer.workItemId)).toBe(1)
  })

  it('is nobody’s to hold where the campaign is progressive', async () => {
    await counting('progressive', null)
    const { customer } = await held()
    await line.telephony.autoDial(line.clock.now())
    expect(await dials(customer.workItemId)).toBe(1)
  })
})
