import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CallView } from '#contract/calls'
import type { UserId } from '#contract/ids'
import { createLine, type HeldCustomer, type Line } from '../../test/harness/line.ts'
import { REFUSALS, UNKNOWN_CODES } from './carrier-errors.ts'
import { OPEN } from './line-health.ts'

/** Rows of the table that no call of ours can meet yet. */
const LATER: Readonly<Record<string, readonly number[]>> = {
  'softphone tokens and microphones: told to the browser by the Voice SDK, which the desk does not use yet': [
    20101, 20104, 31201, 31202, 31205, 31208,
  ],
  'text messages: there is no messaging yet': [21408, 21610, 21614, 30003, 30005, 30006, 30007, 30022, 30034],
}
const NOT_A_REFUSAL = { gone: 20404, over: 21220 }
const FILE = new URL('../../../shared/data/twilio/error-codes.json', import.meta.url)

let line: Line
let agent: UserId
let her: HeldCustomer

beforeAll(async () => {
  line = await createLine()
})
afterAll(() => line?.close())
beforeEach(async () => {
  await refuse([])
  await line.db.lineState.update({ where: { id: 1 }, data: OPEN })
  await line.db.closedCountry.deleteMany()
  line.carrier.setPersona('*', { kind: 'answers', ringSeconds: 2, talkSeconds: 30 })
  agent = await line.addAgent()
  her = await line.giveCustomer(agent)
})

const refuse = (refusals: { prefix: string; code: number }[]) =>
  fetch(`${line.carrier.url}/_sim/refusals`, { method: 'POST', body: JSON.stringify(refusals) })
const dial = (who = her, as = agent): Promise<CallView> =>
  line.telephony.dial({ id: line.newCallId(), workItemId: who.workItemId, fence: who.fence }, as)
const readLine = async () => (await line.telephony.line.view(line.db)).paused?.why ?? null
const readPhone = () => line.db.customerPhone.findFirst({ where: { phoneId: her.phoneId } })
const invites = () => line.carrier.truth.since(0).filter((one) => one.event === 'invite' && one.to === her.e164)
const later = (seconds: number) => new Date(line.clock.now().getTime() + line.clock.wall(seconds * 1_000))
const another = async () => {
  const other = await line.addAgent()
  return { other, customer: await line.giveCustomer(other) }
}
const seat = async (): Promise<void> => {
  await line.telephony.followPresence(agent)
  await line.until(async () => (await line.db.seat.findUnique({ where: { agentId: agent } }))?.state === 'in')
}

/** What each row does, beside that nobody was rung; told by the database and by what the agent may do next. */
const EFFECTS = {
  pause: async () => {
    await expect(dial()).rejects.toMatchObject({ status: 503, problem: { code: 'line.paused' } })
    const { other, customer } = await another()
    const before = await line.db.attempt.count()
    await expect(dial(customer, other)).rejects.toMatchObject({ status: 503, problem: { code: 'line.paused' } })
    expect(await line.db.attempt.count()).toBe(before)
    expect((await line.staff.presence.read(line.db, other)).state).toBe('preview')
  },
  strike: async () => {
    expect((await readPhone())?.struckAt).not.toBeNull()
    await refuse([])
    await expect(dial()).rejects.toMatchObject({ more: [expect.objectContaining({ code: 'phone.struck' })] })
  },
  'close-country': async () => {
    expect((await line.telephony.line.view(line.db)).closedCountries).toEqual(['UZ'])
    const { other, customer } = await another()
    await refuse([])
    await expect(dial(customer, other)).rejects.toMatchObject({
      more: [expect.objectContaining({ code: 'country.closed' })],
    })
    await line.telephony.line.retry(async () => {})
    expect((await dial(customer, other)).state).not.toBe('ended')
  },
  recheck: async () => {
    await refuse([])
    expect((await dial()).state).not.toBe('ended')
  },
  report: async () => {
    await refuse([])
    expect((await dial()).state).not.toBe('ended')
  },
} as const

const EVERY = REFUSALS.flatMap((row) => row.codes.map((code) => ({ code, ...row })))

describe('a call that the carrier refuses', () => {
  it.each(EVERY)(
    'with $code rings nobody, counts nothing, and $effect.kind follows',
    { timeout: 30_000 },
    async (row) => {
      await seat()
      await refuse([{ prefix: her.e164, code: row.code }])
      const view = await dial()
      expect(view).toMatchObject({ state: 'ended', endedAs: 'refused', refusal: row.refusal })
      expect(await line.db.attempt.findUnique({ where: { id: view.id } })).toMatchObject({
        counted: false,
        outcome: row.effect.kind === 'strike' ? 'X.INV' : 'X.FAIL',
      })
      expect(await readLine()).toBe(row.effect.kind === 'pause' ? row.effect.why : null)
      expect((await readPhone())?.struckWhy ?? null).toBe(row.effect.kind === 'strike' ? row.effect.why : null)
      // The card stays where it is, and its agent may write it up or try again.
      expect((await line.staff.presence.read(line.db, agent)).state).toBe('wrapUp')
      expect(await line.db.workItem.findUnique({ where: { id: her.workItemId } })).toMatchObject({
        state: 'leased',
        agentId: agent,
        attempts: 0,
      })
      await EFFECTS[row.effect.kind]()
    },
  )

  it.each(UNKNOWN_CODES)(
    'with %d may be ringing: it is never asked again, and freed when the list knows of none',
    async (code) => {
      await seat()
      await refuse([{ prefix: her.e164, code }])
      const view = await dial()
      expect(view.state).toBe('unknown')
      await refuse([])
      await expect(dial()).rejects.toMatchObject({ problem: { code: 'call.busy' } })
      await line.telephony.sweep(later(50))
      expect(await line.db.call.findUnique({ where: { id: view.id } })).toMatchObject({
        state: 'ended',
        endedAs: 'refused',
      })
      expect(await line.db.attempt.findUnique({ where: { id: view.id } })).toMatchObject({ counted: false })
      expect(invites()).toHaveLength(0)
      expect((await dial()).state).not.toBe('ended') // the customer was not spent on it
    },
  )

  it('pauses for a time when the carrier is full, and goes on by itself', async () => {
    await refuse([{ prefix: her.e164, code: 10004 }])
    await dial()
    await refuse([])
    await line.telephony.line.sweep()
    expect(await readLine()).toBe('busy')
    await line.db.lineState.update({ where: { id: 1 }, data: { holdUntil: line.clock.now() } })
    await line.telephony.line.sweep()
    expect(await readLine()).toBeNull()
    expect((await dial()).state).not.toBe('ended')
  })

  it('pauses until the account is on again, which a look finds out', async () => {
    await refuse([{ prefix: her.e164, code: 20003 }])
    await dial()
    await refuse([])
    await line.db.lineState.update({ where: { id: 1 }, data: { probeAt: line.clock.now() } })
    await line.telephony.line.sweep()
    expect(await readLine()).toBeNull()
  })

  it('pauses on a wrong number of our own until a person tries again', async () => {
    await refuse([{ prefix: her.e164, code: 21210 }])
    await dial()
    await refuse([])
    for (let i = 0; i < 3; i++) await line.telephony.line.sweep()
    expect(await readLine()).toBe('caller-id')
    const written: Date[] = []
    await line.telephony.line.retry(async (_tx, at) => void written.push(at))
    expect(written).toHaveLength(1)
    expect(await readLine()).toBeNull()
    expect((await dial()).state).not.toBe('ended')
  })
})

describe('a leg', () => {
  it('of which the carrier knows no more (20404) is over and does not count', async () => {
    await seat()
    line.carrier.setPersona(her.e164, { kind: 'answers', ringSeconds: 25 })
    line.carrier.setFaults({ drop: 1 })
    const view = await dial()
    const sid = `CA${'0'.repeat(32)}`
    await line.db.call.update({ where: { id: view.id }, data: { sid } })
    await line.db.dialIntent.update({ where: { id: view.id }, data: { sid } })
    await line.telephony.sweep(later(16))
    line.carrier.setFaults({})
    expect(await line.db.call.findUnique({ where: { id: view.id } })).toMatchObject({
      state: 'ended',
      endedAs: 'failed',
    })
    expect(await line.db.attempt.findUnique({ where: { id: view.id } })).toMatchObject({ counted: false })
  })

  it('that is over already (21220) ends without a fault', async () => {
    const view = await dial()
    await line.until(async () => (await line.db.call.findUnique({ where: { id: view.id } }))?.state === 'ended', 20_000)
    const sid = (await line.db.call.findUnique({ where: { id: view.id } }))?.sid ?? ''
    expect(await line.port.hangUp(sid, false)).toBe(true)
    expect(await line.port.hangUp(sid, true)).toBe(true)
  })
})

describe('the table of codes', () => {
  const all = [...EVERY.map(({ code }) => code), ...UNKNOWN_CODES, ...Object.values(NOT_A_REFUSAL)]

  it('has every code once, and none of those that are for later', () => {
    expect(new Set(all).size).toBe(all.length)
    expect(all.filter((code) => Object.values(LATER).flat().includes(code))).toEqual([])
  })

  it.skipIf(!existsSync(FILE))('has only codes that Twilio has (needs ../shared/data)', () => {
    const known = Object.keys(JSON.parse(readFileSync(FILE, 'utf8')))
    const missing = [...all, ...Object.values(LATER).flat()].filter((code) => !known.includes(String(code)))
    expect(missing).toEqual([])
  })
})
