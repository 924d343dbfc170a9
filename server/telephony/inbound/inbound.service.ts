import { randomUUID } from 'node:crypto'
import { CallId } from '#contract/ids'
import type { IvrFlow, Prompt } from '#contract/ivr'
import type { Locale } from '#contract/values'
import type { People } from '../../people/people.service.ts'
import { parsePhone } from '../../people/phone-number.ts'
import { createBriefly } from '../../platform/briefly.machine.ts'
import { touch } from '../../platform/bus.pg.ts'
import type { Tx } from '../../platform/database.pg.ts'
import type { Log } from '../../platform/log.machine.ts'
import type { Queue } from '../../queue/queue.service.ts'
import { foldCall } from '../call-fold.ts'
import type { PhonePort } from '../port.ts'
import { estimateWait, promptOfPosition, promptOfWait } from './estimate.ts'
import { isOpen, opensAt } from './flow.ts'
import {
  type InboundRow,
  insertArrival,
  LIVE,
  lockBySid,
  markHeard,
  moveInbound,
  readAnyAgent,
  readBySid,
  readLoad,
  takeSilent,
} from './inbound.store.ts'
import { createOffers, type OffersDeps, show } from './offers.service.ts'
import { languageOf } from './prompts.ts'

export type InboundDeps = OffersDeps & {
  log: Log
  port: PhonePort
  people: Pick<People, 'findCaller' | 'addCaller' | 'addContactRecord' | 'survivorOf'>
  queue: Pick<Queue, 'leaseFor' | 'giveBack' | 'itemOf' | 'comeBack'>
  flow: () => Promise<IvrFlow>
  zone: () => Promise<string>
}
/** What a caller is to hear, in the words of the flow; `documents.carrier.ts` writes them down. */
export type Instruction =
  | { say: 'greet'; language: Locale; flow: IvrFlow }
  | { say: 'enqueue' }
  | { say: 'wait'; language: Locale; prompts: Prompt[] }
  | { say: 'closed'; language: Locale; hasNight: boolean }
  | { say: 'booked'; language: Locale }
  | { say: 'night'; number: string; from: string }
  | { say: 'leave' }
  | { say: 'hangUp' }

/** Nothing heard of a caller for so long: the network is asked. */
const SILENT_SECONDS = 20
const LOAD_SPAN_MS = 8 * 3_600_000
/** How many work and how long they take is asked no oftener: what is said of it is rounded to minutes. */
const LOAD_LATE_MS = 5_000

const keepWaiting = (row: Pick<InboundRow, 'language'> | null): Instruction => ({
  say: 'wait',
  language: row?.language ?? 'en',
  prompts: ['music'],
})

/** Who rings us, from the first ring to a human's voice. States: `inbound.store.ts`. */
export function createInbound(deps: InboundDeps) {
  const { database, clock, port, people, queue } = deps
  const offers = createOffers(deps)
  const { offer, withdraw } = offers
  const load = createBriefly(() => readLoad(database.db, new Date(clock.now().getTime() - LOAD_SPAN_MS)), LOAD_LATE_MS)

  /** A promise to call, at the head of the queue from `dueAt` on, for whoever is free. */
  const promiseCall = async (tx: Tx, row: InboundRow, dueAt: Date, now: Date): Promise<boolean> => {
    if (!row.customer_id || !row.phone_id) return false
    const item = await queue.itemOf(tx, row.customer_id, row.phone_id, now)
    const agentId = row.last_agent_id ?? (await readAnyAgent(tx, row.team_id))
    if (!item || !agentId) return false
    if (item.state === 'waiting')
      await queue.comeBack(tx, {
        workItemId: item.id,
        dueAt,
        reservedFor: agentId,
        // Anybody may take it at once.
        reservedUntil: dueAt,
        callback: { agentId, note: '' },
      })
    await note(tx, row, now)
    return true
  }

  /** In the customer's history: they rang and no human had them. */
  const note = async (tx: Tx, row: InboundRow, now: Date): Promise<void> => {
    if (!row.customer_id) return
    await people.addContactRecord(tx, {
      customerId: row.customer_id,
      key: `inbound:${row.id}`,
      kind: 'call',
      direction: 'in',
      at: now,
      text: '',
      code: null,
      byUserId: null,
    })
  }

  /** The caller is gone before a human had them. */
  const lose = (sid: string): Promise<void> =>
    database.tx(async (tx) => {
      const row = await lockBySid(tx, sid)
      if (!row) return
      const now = clock.now()
      await withdraw(tx, row, 'ready', now)
      if (await moveInbound(tx, row, LIVE, { state: 'gone', endedAt: now })) await note(tx, row, now)
      await show(tx, row)
    })

  const findOut = async (row: InboundRow): Promise<void> => {
    const seen = await port.snapshot(row.sid)
    if (seen === 'gone' || (seen && foldCall('sent', [seen]).state === 'ended')) await lose(row.sid)
  }

  return {
    /** The first ring. Twice is once. */
    arrive: async (sid: string, from: string, to: string): Promise<Instruction> => {
      const flow = await deps.flow()
      const language = await database.tx(async (tx) => {
        const now = clock.now()
        const read = parsePhone(from, null)
        const e164 = read.ok ? read.e164 : from.startsWith('+') ? from : 'unknown'
        const caller =
          (await people.findCaller(tx, e164)) ??
          (await people.addCaller(tx, {
            e164,
            country: read.ok ? read.country : null,
            language: languageOf(from),
            at: now,
          }))
        const speaks = caller.language ?? languageOf(from)
        const { phoneId, customerId } = caller
        const arrival = { sid, toNumber: to, phoneId, customerId, language: speaks, at: now }
        if (await insertArrival(tx, { id: CallId.parse(randomUUID()), ...arrival })) await touch(tx, ['floor'])
        return speaks
      })
      const now = clock.now()
      if (isOpen(flow, await deps.zone(), now)) return { say: 'greet', language, flow }
      return { say: 'closed', language, hasNight: flow.nightNumber !== null }
    },

    /** What was pressed at the greeting: 1 and 2 lead where the flow says, all else, and silence, to a human. */
    key: async (sid: string, digit: string): Promise<Instruction> => {
      const flow = await deps.flow()
      const choice = digit === '1' ? flow.choices[0] : digit === '2' ? flow.choices[1] : undefined
      return database.tx(async (tx): Promise<Instruction> => {
        const now = clock.now()
        const row = choice?.kind === 'callback' ? await lockBySid(tx, sid) : null
        if (row?.state === 'greeted' && (await promiseCall(tx, row, now, now))) {
          await moveInbound(tx, row, ['greeted'], { state: 'callback', endedAt: now })
          await touch(tx, ['floor'])
          return { say: 'booked', language: row.language }
        }
        const chosen = { teamId: choice?.kind === 'team' ? choice.teamId : null, zeroOut: digit === '0' }
        const line = { state: 'waiting', queuedAt: now, lookedAt: now, ...chosen } as const
        if (await moveInbound(tx, { sid }, ['greeted'], line)) await touch(tx, ['floor'])
        return { say: 'enqueue' }
      })
    },

    /** One turn of waiting: the place, a fair guess, how to be called back, music. */
    wait: async (sid: string): Promise<Instruction> => {
      const heard = await markHeard(database.db, sid, clock.now())
      if (heard?.place == null) return keepWaiting(heard)
      void offer().catch((error: unknown) => deps.log.error({ err: error }, 'inbound.offer-failed')) // the sweep offers again
      const { agents, handleSeconds } = await load.read()
      const said: Prompt[] = [
        promptOfPosition(heard.place),
        promptOfWait(estimateWait(heard.place, agents, handleSeconds)),
        'keep-place',
        'music',
      ]
      return { say: 'wait', language: heard.language, prompts: said }
    },

    /** Pressed while waiting: 1 keeps the place and is called back; anything else goes on waiting. */
    waitKey: async (sid: string, digit: string): Promise<Instruction> => {
      if (digit !== '1') return keepWaiting(await readBySid(database.db, sid))
      return database.tx(async (tx): Promise<Instruction> => {
        const row = await lockBySid(tx, sid)
        if (row?.state !== 'waiting') return keepWaiting(row)
        const now = clock.now()
        if (!(await promiseCall(tx, row, row.queued_at ?? now, now))) return keepWaiting(row)
        await moveInbound(tx, row, ['waiting'], { state: 'callback', endedAt: now })
        await touch(tx, ['floor'])
        return { say: 'leave' }
      })
    },

    /** Out of the line of callers: called back, gone, or with an agent already. */
    left: async (sid: string, result: string): Promise<Instruction> => {
      if (result === 'hangup') {
        await lose(sid)
        return { say: 'hangUp' }
      }
      const row = await readBySid(database.db, sid)
      if (row?.state === 'callback') return { say: 'booked', language: row.language }
      // The line was full or failed: never a dead end, they stand in it again.
      return row && LIVE.includes(row.state) ? { say: 'enqueue' } : { say: 'hangUp' }
    },

    /** Out of hours: 0 is the night's number where there is one; all else, and silence, is called back when we open. */
    nightKey: async (sid: string, digit: string): Promise<Instruction> => {
      const flow = await deps.flow()
      const zone = await deps.zone()
      return database.tx(async (tx): Promise<Instruction> => {
        const row = await lockBySid(tx, sid)
        if (!row) return { say: 'hangUp' }
        const now = clock.now()
        if (digit === '0' && flow.nightNumber) {
          await moveInbound(tx, row, ['greeted'], { state: 'closed', endedAt: now, zeroOut: true })
          return { say: 'night', number: flow.nightNumber, from: row.to_number }
        }
        const dueAt = opensAt(flow, zone, now) ?? now
        if (row.state === 'greeted' && (await promiseCall(tx, row, dueAt, now)))
          await moveInbound(tx, row, ['greeted'], { state: 'callback', endedAt: now })
        await touch(tx, ['floor'])
        return { say: 'booked', language: row.language }
      })
    },

    /** The network says that the leg has ended; false when nobody here knows it as one that waits. */
    ended: async (sid: string): Promise<CallId | null> => {
      const row = await readBySid(database.db, sid)
      if (!row) return null
      if (LIVE.includes(row.state)) await lose(sid)
      return row.id
    },

    answer: offers.answer,
    offer,

    sweep: async (now: Date): Promise<void> => {
      await offers.passOver(now)
      await offer()
      const silent = await takeSilent(database.db, new Date(now.getTime() - clock.wall(SILENT_SECONDS * 1_000)), now)
      await Promise.all(silent.map(findOut))
    },
  }
}
export type Inbound = ReturnType<typeof createInbound>
