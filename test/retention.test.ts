import { afterAll, beforeAll, expect, it } from 'vitest'
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

/** A conversation whose sound is kept. */
async function recorded(): Promise<{ callId: CallId; sid: string }> {
  const [desk] = await seatAgents(line, 1)
  if (!desk) throw new Error('nobody sits')
  const callId = line.newCallId()
  await line.telephony.dial({ id: callId, workItemId: desk.workItemId, fence: desk.fence }, desk.agentId)
  const until = (state: string) =>
    line.until(async () => {
      await sweep()
      return (await line.db.recording.findUnique({ where: { callId } }))?.state === state
    })
  await until('on')
  const began = line.clock.now().getTime()
  await line.until(async () => line.clock.now().getTime() - began > 3_000) // what is shorter than a second is not written
  await line.telephony.hangUp(callId, desk.agentId)
  await until('kept')
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
