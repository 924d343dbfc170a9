import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type CallId, CustomerId, type UserId } from '#contract/ids'
import { erasePerson } from '../server/telephony/erasure.store.ts'
import { createLine, type Line } from './harness/line.ts'
import { seatAgents } from './harness/shift.ts'
import { seatSupervisor } from './harness/talks.ts'
import { startWay, type Way } from './harness/way.ts'

const DAY_MS = 86_400_000
const DAYS = 90

let line: Line
let way: Way
let lead: UserId
beforeAll(async () => {
  line = await createLine({ speed: 10 })
  way = await startWay(Number(new URL(line.carrier.url).port))
  line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 1, talkSeconds: 3_000 })
  await line.db.campaign.updateMany({ data: { recording: 'announced' } })
  lead = await seatSupervisor(line)
})
afterAll(async () => {
  await way?.close()
  await line?.close()
})

const later = (days: number, minutes = 0): Date =>
  new Date(line.clock.now().getTime() + days * DAY_MS + line.clock.wall(minutes * 60_000))
const of = (callId: CallId) => line.db.recording.findUniqueOrThrow({ where: { callId } })
const sweep = () => line.telephony.sweep(line.clock.now())
const deletions = (sid: string | null) =>
  line.carrier.truth.since(0).filter((one) => one.event === 'record-delete' && one.recording === sid)
const lines = (callId: CallId) =>
  line.db.auditLine.findMany({ where: { action: 'recording.expired', detail: { path: ['call'], equals: callId } } })
const play = (callId: CallId): Promise<string> =>
  line.telephony.recordings?.play(callId, lead, 'A complaint about this call').then(
    () => 'played',
    (error: { problem?: { code: string } }) => error.problem?.code ?? String(error),
  ) ?? Promise.resolve('no carrier')

async function dialled(): Promise<{ callId: CallId; agentId: UserId; customerId: CustomerId }> {
  const [desk] = await seatAgents(line, 1)
  if (!desk) throw new Error('nobody sits')
  const callId = line.newCallId()
  await line.telephony.dial({ id: callId, workItemId: desk.workItemId, fence: desk.fence }, desk.agentId)
  return { callId, agentId: desk.agentId, customerId: desk.customerId }
}
const until = (callId: CallId, state: string) =>
  line.until(async () => {
    await sweep()
    return (await line.db.recording.findUnique({ where: { callId } }))?.state === state
  })
const speak = async (): Promise<void> => {
  const began = line.clock.now().getTime()
  await line.until(async () => line.clock.now().getTime() - began > 3_000) // what is shorter than a second is not written
}

/** A conversation whose sound is kept, or has not been told of. */
async function recorded(as: 'kept' | 'ended' = 'kept'): Promise<{ callId: CallId; sid: string }> {
  const { callId, agentId } = await dialled()
  await until(callId, 'on')
  await speak()
  await line.telephony.hangUp(callId, agentId)
  await until(callId, as)
  return { callId, sid: (await of(callId)).sid ?? '' }
}

it('keeps sound for as long as the house says, and then it is gone at the carrier and here, with one line in the trail', async () => {
  const { callId, sid } = await recorded()
  await line.telephony.forgetOld(later(DAYS - 1))
  expect([(await of(callId)).state, await play(callId)]).toEqual(['kept', 'played'])
  const servers = [line.telephony, line.serve(), line.serve()]
  // Each finds stale what another has just asked for: the worst that several processes can do to each other.
  await Promise.all(servers.map((server, nth) => server.forgetOld(later(DAYS + 1, 20 * nth))))
  await line.telephony.forgetOld(later(DAYS + 1, 80))
  expect(await of(callId)).toMatchObject({ state: 'expired', sid: null })
  expect(deletions(sid)).toHaveLength(1)
  expect(await line.port.fetchRecording(sid)).toBeNull()
  const [told, ...more] = await lines(callId)
  expect(more).toEqual([])
  const { customerId } = await line.db.dialIntent.findUniqueOrThrow({ where: { id: callId } })
  expect(told).toMatchObject({ actorId: null, subject: `customer:${customerId}` })
  expect(await play(callId)).toBe('recording.expired')
  expect(await line.telephony.recordings?.list(customerId as never)).toMatchObject([{ callId, state: 'expired' }])
})

it('is played to nobody while the carrier is away, and deleted when it is back', async () => {
  const { callId, sid } = await recorded()
  const server = line.serve({ apiBaseUrl: `http://127.0.0.1:${way.port}` })
  await way.refuse()
  await server.forgetOld(later(DAYS + 1))
  expect(await of(callId)).toMatchObject({ state: 'expiring', sid })
  expect([await play(callId), await lines(callId)]).toEqual(['recording.expired', []])
  await way.restore()
  await server.forgetOld(later(DAYS + 1, 1)) // not yet: it is left alone for a while
  expect(deletions(sid)).toEqual([])
  await server.forgetOld(later(DAYS + 1, 20))
  expect(await of(callId)).toMatchObject({ state: 'expired', sid: null })
  expect([deletions(sid).length, (await lines(callId)).length]).toEqual([1, 1])
})

it('is told of all the same when a process ended after the carrier had deleted it', async () => {
  const { callId, sid } = await recorded()
  expect(await line.port.deleteRecording(sid)).toBe(true)
  await line.telephony.forgetOld(later(DAYS + 1, 40))
  expect((await of(callId)).state).toBe('expired')
  expect(await lines(callId)).toHaveLength(1)
})

it('follows the house when it keeps for fewer days', async () => {
  const { callId } = await recorded()
  await line.telephony.forgetOld(later(8))
  expect((await of(callId)).state).toBe('kept')
  await line.programme.setInstallation({ recordingDays: 7 })
  await line.telephony.forgetOld(later(8))
  expect((await of(callId)).state).toBe('expired')
})

it('goes as soon as its customer is forgotten', async () => {
  await line.programme.setInstallation({ recordingDays: DAYS })
  const { callId, sid } = await recorded()
  const { customerId } = await line.db.dialIntent.findUniqueOrThrow({ where: { id: callId } })
  await line.database.tx((tx) => erasePerson(tx, [CustomerId.parse(customerId)]))
  expect(await play(callId)).toBe('recording.expired')
  await line.telephony.forgetOld(line.clock.now())
  expect(await of(callId)).toMatchObject({ state: 'expired', sid: null })
  expect(deletions(sid)).toHaveLength(1)
})

it('goes as well when the network never told that it had written it', async () => {
  const recordings = line.telephony.recordings
  if (!recordings) throw new Error('no carrier')
  const lost = vi.spyOn(recordings, 'written').mockResolvedValueOnce(true)
  const { callId, sid } = await recorded('ended')
  await line.until(async () => lost.mock.calls.length > 0)
  lost.mockRestore()
  expect((await of(callId)).state).toBe('ended')
  await line.telephony.forgetOld(later(DAYS + 1))
  expect(await of(callId)).toMatchObject({ state: 'expired', sid: null })
  expect([deletions(sid).length, (await lines(callId)).length]).toEqual([1, 1])
})

describe('sound that nobody waits for any more', () => {
  const parts = () => line.telephony.recordings ?? expect.fail('this line has a carrier')
  const events = (event: string, sid: string) =>
    line.carrier.truth.since(0).filter((one) => one.event === event && one.recording === sid)
  /** A conversation whose recording has begun at the network, which has not told so yet. `dies`: it never will. */
  const starting = async (how: 'waits' | 'dies' = 'waits') => {
    const start = line.port.startRecording
    let answer = () => {}
    const told = new Promise<void>((done) => {
      answer = done
    })
    let began = (_: string) => {}
    const begun = new Promise<string>((done) => {
      began = done
    })
    vi.spyOn(line.port, 'startRecording').mockImplementationOnce(async (leg, id) => {
      const sid = await start(leg, id)
      began(sid ?? '')
      if (how === 'dies') throw new Error('the process ends')
      await told
      return sid
    })
    const talk = await dialled()
    const seen = begun.then(() => true)
    const swept = () =>
      sweep().then(
        () => false,
        () => false,
      )
    await line.until(async () => Promise.race([seen, swept()]))
    vi.mocked(line.port.startRecording).mockRestore()
    return { ...talk, sid: await begun, answer }
  }
  const gone = async (callId: CallId, sid: string) => {
    await line.until(async () => (await of(callId)).state === 'expiring')
    expect(await of(callId)).toMatchObject({ sid })
    expect(await play(callId)).toBe('recording.expired')
    await line.telephony.forgetOld(line.clock.now())
    expect(await of(callId)).toMatchObject({ state: 'expired', sid: null })
    expect(deletions(sid)).toHaveLength(1)
  }

  it('stops at once and is deleted when the customer says no while it begins', async () => {
    const { callId, agentId, customerId, sid, answer } = await starting()
    await parts().wish(callId, agentId, 'refuse')
    expect((await of(callId)).state).toBe('deleted')
    answer()
    await line.until(async () => events('record-stop', sid).length === 1)
    const call = await line.telephony.readCall(line.db, callId)
    expect(call).toMatchObject({ state: 'answered', recording: 'deleted' }) // to the agent it is what the customer wanted
    await parts().wish(callId, agentId, 'refuse')
    await gone(callId, sid)
    expect(await parts().list(customerId)).toMatchObject([{ state: 'deleted' }])
  })

  it('is stopped by whoever deletes it when the one who had begun it could not', async () => {
    const { callId, agentId, sid, answer } = await starting()
    await parts().wish(callId, agentId, 'refuse')
    const change = vi.spyOn(line.port, 'changeRecording').mockResolvedValueOnce(false)
    answer()
    await line.until(async () => change.mock.calls.length === 1)
    change.mockRestore()
    expect(events('record-stop', sid)).toEqual([])
    await gone(callId, sid)
  })

  it('is deleted when the call ends while it begins', async () => {
    const { callId, agentId, sid, answer } = await starting()
    const lost = vi.spyOn(parts(), 'written').mockResolvedValueOnce(true)
    await speak()
    await line.telephony.hangUp(callId, agentId)
    await until(callId, 'failed')
    await line.until(async () => lost.mock.calls.length > 0)
    lost.mockRestore()
    answer()
    await gone(callId, sid)
  })

  it('is kept when the network has written it before it told that it had begun', async () => {
    const { callId, agentId, sid, answer } = await starting()
    await speak()
    await line.telephony.hangUp(callId, agentId)
    await line.until(async () => (await of(callId)).state === 'kept')
    answer()
    await sweep()
    expect(await of(callId)).toMatchObject({ state: 'kept', sid })
    expect([await play(callId), deletions(sid)]).toEqual(['played', []])
  })

  it('is deleted when the customer says no after the process that had begun it ended', async () => {
    const { callId, agentId, sid } = await starting('dies')
    await parts().wish(callId, agentId, 'refuse')
    expect((await of(callId)).state).toBe('deleted')
    await speak()
    await line.telephony.hangUp(callId, agentId)
    await gone(callId, sid)
  })

  it('is deleted beside what another process has begun after that, which is kept', async () => {
    const { callId, agentId, sid } = await starting('dies')
    await line.db.recording.update({ where: { callId }, data: { startedAt: later(-1) } })
    await until(callId, 'on')
    const own = (await of(callId)).sid ?? ''
    expect(own).not.toBe(sid)
    await speak()
    await line.telephony.hangUp(callId, agentId)
    await until(callId, 'kept')
    await line.until(async () => deletions(sid).length === 1)
    expect(await of(callId)).toMatchObject({ state: 'kept', sid: own })
    expect(deletions(own)).toEqual([])
    expect(await line.db.auditLine.count({ where: { action: 'webhook.refused' } })).toBe(0)
  })

  it('is deleted when the customer is forgotten before it was told of', async () => {
    const { callId, customerId, sid, answer } = await starting()
    await line.database.tx((tx) => erasePerson(tx, [customerId]))
    expect((await of(callId)).state).toBe('failed')
    answer()
    await gone(callId, sid)
  })

  const written = (id: string, sid: string, status = 'completed') => parts().written(id, sid, status, 3)
  it.each(['deleted', 'failed', 'expired'])('is taken by a row that is %s', async (state) => {
    const { callId, sid } = await recorded()
    const { id } = await line.db.recording.update({ where: { callId }, data: { state, sid: null } })
    expect(await written(id, sid, 'absent')).toBe(true) // nothing was written, so nothing is to be deleted
    expect((await of(callId)).state).toBe(state)
    expect(await written(id, sid)).toBe(true)
    await gone(callId, sid)
  })

  it('is deleted at once where the row is about other sound, and told of again while the carrier is away', async () => {
    const [one, other] = [await recorded(), await recorded()]
    const { id } = await line.db.recording.update({ where: { callId: one.callId }, data: { state: 'expiring' } })
    await line.db.recording.update({ where: { callId: other.callId }, data: { state: 'failed', sid: null } })
    expect(await written(id, one.sid)).toBe(true)
    const away = vi.spyOn(line.port, 'deleteRecording').mockResolvedValueOnce(false)
    const refused = await written(id, other.sid).catch((error: { status?: number }) => error.status)
    expect([refused, await written(id, other.sid)]).toEqual([503, true])
    away.mockRestore()
    expect(deletions(other.sid)).toHaveLength(1)
    expect(await of(one.callId)).toMatchObject({ state: 'expiring', sid: one.sid })
    expect(await written('00000000-0000-4000-8000-000000000000', one.sid)).toBe(false)
  })

  it('is not asked for again when it was deleted before the network told that it was written', async () => {
    const { callId, sid } = await recorded()
    const { id } = await line.db.recording.update({ where: { callId }, data: { state: 'deleted', wish: 'refuse' } })
    expect(await written(id, sid)).toBe(true)
    expect((await of(callId)).state).toBe('deleted')
  })
})
