import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DispositionId, UserId } from '#contract/ids'
import type { DispositionInput } from '#contract/outcomes'
import { createLine, type HeldCustomer, type Line } from '../../test/harness/line.ts'
import { createCampaigns } from '../campaigns/campaigns.service.ts'
import { createOutcomes, type Outcomes } from './outcomes.service.ts'

let line: Line
let outcomes: Outcomes
let agent: UserId
let her: HeldCustomer
const rescored: string[] = []

beforeAll(async () => {
  line = await createLine({ carried: false })
  line.database.plants('presence.card-has-customer', 'leases are taken back by hand, under the desk')
  const { database, clock, events, programme, people, compliance, queue, telephony, staff } = line
  outcomes = createOutcomes({
    database,
    clock,
    events,
    programme,
    presence: staff.presence,
    people,
    campaigns: createCampaigns({ clock, zone: async () => 'UTC' }),
    compliance,
    ranking: {
      why: async () => ({ secondLifeMinor: '12345', offers: [{ code: 'O.HUMAN' }] }),
      rescoreAfter: async (ids) => void rescored.push(...ids),
    },
    queue,
    telephony,
  })
})
afterAll(() => line.close())
beforeEach(async () => {
  agent = await line.addAgent()
  her = await line.giveCustomer(agent)
})

const speak = async (whom = her) => {
  const call = await line.telephony.dial(
    { id: line.newCallId(), workItemId: whom.workItemId, fence: whom.fence },
    whom.agentId,
  )
  await line.telephony.log(call.id, 'answered', whom.agentId)
  await line.telephony.log(call.id, 'ended', whom.agentId)
  return call
}
const input = (patch: Partial<DispositionInput> = {}, whom = her): DispositionInput => ({
  id: line.newCallId() as unknown as DispositionId,
  workItemId: whom.workItemId,
  fence: String(whom.fence),
  callId: null,
  outcome: 'L.NOW',
  reasons: [{ code: 'PRC.HIGH', source: 'customer_said', severity: 2 }],
  words: 'It became dear.',
  competitor: null,
  offers: [],
  promises: [],
  note: '',
  callbackAt: null,
  promisedAt: null,
  next: 'ready',
  ...patch,
})
const save = (patch: Partial<DispositionInput> = {}) => outcomes.save(input(patch), { userId: agent, role: 'agent' })
const item = () => line.db.workItem.findUniqueOrThrow({ where: { id: her.workItemId } })
const disposition = () => line.db.disposition.findFirstOrThrow({ where: { customerId: her.customerId } })
const soon = (days: number) => new Date(line.clock.now().getTime() + days * 86_400_000).toISOString()

describe('an outcome that is saved', () => {
  it('writes all that was said and done, closes the round and frees the agent', async () => {
    await speak()
    await save({
      outcome: 'W.COM',
      promisedAt: soon(3),
      offers: [{ code: 'DSC.PCT', answer: 'ACC', until: soon(30), counter: null }],
      promises: [{ what: 'ring the courier', dueAt: soon(2) }],
      next: 'break',
    })
    const saved = await disposition()
    expect(saved).toMatchObject({ outcome: 'W.COM', setBy: 'agent', agentId: agent, valueMinor: 12_345n })
    expect(saved.offersMinor).toBeGreaterThan(0n)
    expect(await line.db.reasonGiven.count({ where: { dispositionId: saved.id } })).toBe(1)
    expect(await line.db.promise.findFirst({ where: { customerId: her.customerId } })).toMatchObject({
      what: 'ring the courier',
      ownerId: agent,
    })
    expect(await line.db.contactRecord.findFirst({ where: { customerId: her.customerId } })).toMatchObject({
      kind: 'disposition',
      code: 'W.COM',
    })
    expect(await line.db.attempt.findFirst({ where: { customerId: her.customerId } })).toMatchObject({
      counted: true,
      outcome: 'W.COM',
    })
    expect(await line.db.episode.findUnique({ where: { id: her.episodeId } })).toMatchObject({ state: 'won' })
    expect(await line.db.auditLine.findFirst({ where: { action: 'offer.overridden' } })).toMatchObject({
      actorId: agent,
      subject: `customer:${her.customerId}`,
      detail: { recommended: 'O.HUMAN', offered: 'DSC.PCT', disposition: saved.id },
    })
    expect((await item()).state).not.toBe('leased')
    expect((await line.staff.presence.read(line.db, agent)).state).toBe('break')
  })

  it('keeps that nobody asked, when nobody asked', async () => {
    await speak()
    await save({ reasons: [] })
    const { id } = await disposition()
    expect(await line.db.reasonGiven.findMany({ where: { dispositionId: id } })).toMatchObject([
      { code: 'UNK.NOTASKED', source: 'system' },
    ])
  })

  it('counts what was answered, though it is written up as a failure of our line', async () => {
    const call = await speak()
    await save({ outcome: 'X.FAIL', reasons: [], words: '' })
    expect(await line.db.attempt.findUniqueOrThrow({ where: { id: call.id } })).toMatchObject({
      counted: true,
      outcome: 'X.FAIL',
    })
    expect(await item()).toMatchObject({ state: 'waiting', attempts: 1 })
  })

  it('brings a customer back to the same agent at the agreed time', async () => {
    await speak()
    const at = soon(1)
    await save({ outcome: 'C.CB', callbackAt: at, note: 'after work' })
    expect(await item()).toMatchObject({ state: 'waiting', reservedFor: agent, dueAt: new Date(at), attempts: 1 })
    expect(await line.db.callback.findFirst({ where: { workItemId: her.workItemId } })).toMatchObject({
      agentId: agent,
      state: 'pending',
      note: 'after work',
    })
  })

  it('opens the case that a customer is handed to, and holds her back until it closes', async () => {
    await speak()
    await save({ outcome: 'C.SVC', words: 'Nobody answered my letter.' })
    const { customerId, phoneId } = her
    expect(await line.db.complaint.findMany({ where: { customerId } })).toMatchObject([
      { status: 'open', text: 'Nobody answered my letter.' },
    ])
    const asked = () => line.compliance.permitFor(line.db, { customerId, phoneId }, new Date(soon(2)))
    expect(await asked()).toMatchObject({ allowed: false, denials: [{ rule: 'complaint.open' }] })
    await line.db.complaint.updateMany({ where: { customerId }, data: { status: 'solved' } })
    expect(await asked()).toMatchObject({ allowed: true })
  })

  it('strikes a wrong number and waits for another', async () => {
    await speak()
    await save({ outcome: 'N.WRONG', reasons: [] })
    expect(await line.db.customerPhone.findFirst({ where: { customerId: her.customerId } })).toMatchObject({
      struckWhy: 'N.WRONG',
    })
    expect(await item()).toMatchObject({ state: 'closed', closedAs: 'no-phone' })
  })

  it('is refused while the call is live, without a call, twice for one call, and under a passed fence', async () => {
    await expect(save()).rejects.toMatchObject({ status: 422, problem: { code: 'outcome.attempt-required' } })
    const call = await line.telephony.dial(
      { id: line.newCallId(), workItemId: her.workItemId, fence: her.fence },
      agent,
    )
    await expect(save()).rejects.toMatchObject({ status: 409, problem: { code: 'outcome.call-open' } })
    await line.telephony.log(call.id, 'no-answer', agent)
    await expect(save({ outcome: 'W.NOW' })).rejects.toMatchObject({ problem: { code: 'outcome.not-reached' } })
    await expect(save({ fence: '9' })).rejects.toMatchObject({ status: 409 })
    await save({ outcome: 'X.NA', reasons: [] })
    await expect(save({ outcome: 'X.NA', reasons: [] })).rejects.toMatchObject({ status: 409 })
    expect(await line.db.disposition.count({ where: { customerId: her.customerId } })).toBe(1)
  })

  it('is saved once, however often and whenever it is sent again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.boolean(), async (times, together) => {
        const whom = await line.giveCustomer(await line.addAgent())
        await speak(whom)
        const one = input({}, whom)
        const send = () => outcomes.save(one, { userId: whom.agentId, role: 'agent' })
        const answers = []
        if (together) answers.push(...(await Promise.all(Array.from({ length: times }, send))))
        else for (let i = 0; i < times; i++) answers.push(await send())
        expect(answers.filter(({ again }) => !again)).toHaveLength(1)
        expect(await line.db.disposition.count({ where: { customerId: whom.customerId } })).toBe(1)
        expect(await line.db.contactRecord.count({ where: { customerId: whom.customerId } })).toBe(1)
      }),
      { numRuns: 60 },
    )
  })
})

describe('a stop', () => {
  const press = (code: 'S.CALL' | 'S.ALL') =>
    outcomes.pressStop({ workItemId: her.workItemId, fence: her.fence, code }, agent)

  it('commits when pressed, twice is once, and stands whatever is saved after it', async () => {
    await speak()
    await press('S.ALL')
    await press('S.ALL')
    expect(await line.db.stop.count({ where: { customerId: her.customerId } })).toBe(1)
    expect(await line.db.stop.count({ where: { phoneId: her.phoneId } })).toBe(1)
    expect((await item()).state).toBe('leased')
    await save({ outcome: 'W.NOW' })
    expect(await disposition()).toMatchObject({ outcome: 'S.ALL' })
    expect(await item()).toMatchObject({ state: 'closed', closedAs: 'S.ALL' })
    expect(await line.db.episode.findUnique({ where: { id: her.episodeId } })).toMatchObject({ closedAs: 'stopped' })
    expect(await line.db.stop.count({ where: { customerId: her.customerId, liftedAt: null } })).toBe(1)
  })

  it('is recorded by its outcome too', async () => {
    await speak()
    await save({ outcome: 'S.CALL', reasons: [] })
    expect(await line.db.stop.findFirst({ where: { customerId: her.customerId } })).toMatchObject({ kind: 'call' })
    expect(await line.db.callBlock.count({ where: { customerId: her.customerId, rule: 'stop.call' } })).toBe(1)
  })

  it('is heard even when the lease was lost, from who spoke with her and from nobody else', async () => {
    await speak()
    await line.db.workItem.update({
      where: { id: her.workItemId },
      data: { state: 'waiting', agentId: null, leaseUntil: null },
    })
    const stranger = await line.addAgent()
    const pressed = { workItemId: her.workItemId, fence: her.fence, code: 'S.CALL' as const }
    await expect(outcomes.pressStop(pressed, stranger)).rejects.toMatchObject({ status: 409 })
    await outcomes.pressStop(pressed, agent)
    expect(await line.db.stop.count({ where: { customerId: her.customerId } })).toBe(1)
  })
})

describe('an agent who vanished', () => {
  it('leaves an outcome that the machine set, once, in a bucket of its own', async () => {
    await speak()
    await outcomes.sweep(line.clock.now())
    expect(await line.db.disposition.count({ where: { customerId: her.customerId } })).toBe(0)
    await line.db.workItem.update({
      where: { id: her.workItemId },
      data: { state: 'waiting', agentId: null, leaseUntil: null },
    })
    const later = (seconds: number) => new Date(line.clock.now().getTime() + line.clock.wall(seconds * 1_000))
    await Promise.all([outcomes.sweep(later(11)), outcomes.sweep(later(22))])
    expect(await disposition()).toMatchObject({ setBy: 'auto', outcome: 'X.ABN', agentId: agent })
    expect(await line.db.disposition.count({ where: { customerId: her.customerId } })).toBe(1)
  })
  it('counts a call by hand that was never ended, as what it was last known to be', async () => {
    const call = await line.telephony.dial(
      { id: line.newCallId(), workItemId: her.workItemId, fence: her.fence },
      her.agentId,
    )
    await line.telephony.log(call.id, 'answered', her.agentId)
    await line.db.workItem.update({
      where: { id: her.workItemId },
      data: { state: 'waiting', agentId: null, leaseUntil: null },
    })
    await line.telephony.sweep(line.clock.now())
    const later = new Date(line.clock.now().getTime() + line.clock.wall(60_000))
    await outcomes.sweep(later)
    expect(await disposition()).toMatchObject({ setBy: 'auto', outcome: 'X.ABN' })
    expect(await line.db.attempt.findUniqueOrThrow({ where: { id: call.id } })).toMatchObject({
      counted: true,
      outcome: 'X.ABN',
    })
  })
})
