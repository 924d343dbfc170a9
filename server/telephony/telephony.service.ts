import { setTimeout as sleep } from 'node:timers/promises'
import type { CallView } from '#contract/calls'
import type { CallId, UserId } from '#contract/ids'
import type { PresenceState } from '#contract/staff'
import type { Locale } from '#contract/values'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import type { Log } from '../platform/log.machine.ts'
import { refuse } from '../platform/problem.ts'
import { createAutoDial } from './auto-dial.service.ts'
import type { LegStatus } from './call-fold.ts'
import { toCallView } from './call-view.ts'
import { createCarried } from './carried.service.ts'
import { createDesk } from './desk.service.ts'
import { createDialling, type DialInput } from './dial.service.ts'
import { createIvr } from './inbound/ivr.service.ts'
import { createLineHealth } from './line.service.ts'
import { PATIENCE } from './line-health.ts'
import { numberOf, type TelephonyNeeds } from './needs.ts'
import type { PhonePort, SoftphoneToken } from './port.ts'
import { type CallChange, createProgress } from './progress.service.ts'
import { createReconciliation } from './reconcile.service.ts'
import type { RecordingWish } from './recordings.service.ts'
import { createSeatChoice } from './seat-choice.service.ts'
import { readSeat } from './seats.store.ts'
import {
  askToCancel,
  type CallRow,
  lockCall,
  readCall,
  readLatestOfAgents,
  readLatestOfItem,
  writeCallFlags,
} from './telephony.store.ts'
import { takeWebhook } from './webhook.service.ts'

export type ManualResult = 'answered' | 'ended' | 'no-answer' | 'busy' | 'failed'

export type TelephonyDeps = {
  database: Database
  clock: Clock
  events: Events
  log: Log
  /** Since when the clocks of this process and of its database do not agree; null while they do. */
  clockOff: () => Date | null
  needs: TelephonyNeeds
  /** Null: manual calling, the agent dials on any phone. */
  carrier: { port: PhonePort; callsPerSecond: number; ownNumbers: readonly string[] } | null
  /** What the carrier fetches sounds by. */
  publicBaseUrl: string
  /** How many calls in a row the carrier may leave unanswered before dialling pauses. */
  patience?: number
}

/** Calls to customers: dialled once, followed to their end, with their agents. */
export function createTelephony(deps: TelephonyDeps) {
  const { database, clock, events, clockOff, needs, carrier, patience = PATIENCE } = deps
  const pause = (ms: number) => sleep(ms)
  const tell = (change: CallChange | null) => {
    if (!change) return
    events.emit('call.changed', change)
    if (change.state === 'ended') void unmute(change).catch(() => {}) // heard again at the latest when the agent asks
  }
  const unmute = async ({ callId, agentId }: CallChange): Promise<void> => {
    if (seats && (await readCall(database.db, callId))?.muted) await seats.unmute(agentId)
  }
  const progress = createProgress({ needs })
  const { compliance } = needs
  const care = createLineHealth({ database, clock, log: deps.log, clockOff, compliance, carrier, patience })
  const ivr = createIvr({
    ...{ database, clock, publicBaseUrl: deps.publicBaseUrl },
    zone: async () => (await needs.house()).zone,
    number: carrier?.ownNumbers[0] ?? null,
  })
  const carried =
    carrier && createCarried({ database, clock, log: deps.log, needs, progress, care, carrier, ivr, tell, pause })
  const { seats = null, transfers = null, supervision = null, recordings = null, inbound = null } = carried ?? {}
  const line = carrier && seats && { port: carrier.port, seats }
  const dialling = createDialling({ database, clock, needs, progress, care, line, tell, pause })
  const port = carrier?.port ?? null
  const reconciliation = createReconciliation({ database, clock, needs, progress, port, tell })
  const autoDial = createAutoDial({
    ...{ database, clock, needs, dial: dialling },
    modes: async (tx) =>
      new Map(
        (await needs.campaigns.activeCampaigns(tx)).map(({ id, mode, previewSeconds }) => [
          id,
          { mode, previewSeconds },
        ]),
      ),
  })
  const deskOf = createDesk({ database, clock, needs, endCall: (id, userId) => hangUp(id, userId) })

  const view = async (tx: Tx, row: CallRow): Promise<CallView> =>
    toCallView(row, row.mode === 'manual' ? await numberOf(needs.people, tx, row) : null)

  const readOwn = async (tx: Tx, id: CallId, userId: UserId, read = readCall): Promise<CallRow> => {
    const call = await read(tx, id)
    return call?.agent_id === userId ? call : refuse(404, 'not-found')
  }
  const viewNow = async (id: CallId, userId: UserId) => view(database.db, await readOwn(database.db, id, userId))

  const log = async (id: CallId, result: ManualResult | 'canceled', userId: UserId): Promise<CallView> => {
    const change = await database.tx(async (tx) => {
      const now = clock.now()
      const call = await readOwn(tx, id, userId, lockCall)
      if (call.mode !== 'manual') refuse(409, 'call.over')
      if (call.state === 'ended') return null
      const seconds = Math.round((now.getTime() - (call.answered_at ?? now).getTime()) / 1000)
      const status: LegStatus = result === 'ended' || (call.answered_at && result !== 'answered') ? 'completed' : result
      const fact = {
        status,
        seq: status === 'answered' ? 1 : 2,
        at: now,
        seconds: status === 'completed' ? seconds : null,
      }
      return progress.learn(tx, id, { sid: null, source: 'manual', fact }, now)
    })
    tell(change)
    return viewNow(id, userId)
  }

  const changeLive = async (
    id: CallId,
    userId: UserId,
    flags: { muted?: boolean; held?: boolean },
  ): Promise<CallView> => {
    const call = await readOwn(database.db, id, userId)
    if (call.state !== 'answered') refuse(409, 'call.over')
    if (port && call.mode === 'carrier') {
      const seat = await readSeat(database.db, userId)
      const done =
        flags.held === undefined
          ? seat?.sid && (await port.mute(userId, seat.sid, flags.muted === true))
          : call.sid && (await port.hold(userId, call.sid, flags.held))
      if (!done) refuse(503, 'call.carrier')
    }
    await database.tx(async (tx) => {
      await writeCallFlags(tx, id, flags)
      await touch(tx, [`agent:${userId}`])
    })
    return viewNow(id, userId)
  }

  /** Ends or cancels the agent's own call; one that is over stays over. A leg the carrier has not named yet ends when it does. */
  const hangUp = async (id: CallId, userId: UserId): Promise<CallView> => {
    const call = await readOwn(database.db, id, userId)
    if (call.state === 'ended') return view(database.db, call)
    if (call.mode === 'manual') return log(id, 'canceled', userId)
    await askToCancel(database.db, id, clock.now())
    const { sid } = await readOwn(database.db, id, userId)
    if (sid) await port?.hangUp(sid, call.state === 'answered') // the sweep asks again while it has not ended
    return viewNow(id, userId)
  }

  return {
    port,
    /** Whether calls leave, and if not, why. */
    line: care,
    learnWebhook: takeWebhook({ database, clock, progress, seats, transfers, inbound, tell, port }),
    ivr,
    inbound,
    recordings,
    transfers,
    supervision,
    desk: deskOf,
    /** Where each prompt lies, in this language. */
    speak: (language: Locale) => ivr.speaker(language),

    dial: async (input: DialInput, userId: UserId): Promise<CallView> =>
      view(database.db, await dialling(input, userId)),

    hangUp,

    log: (id: CallId, result: ManualResult, userId: UserId) => log(id, result, userId),
    /** Keys on the customer's line. */
    press: async (id: CallId, digits: string, userId: UserId): Promise<void> => {
      const call = await readOwn(database.db, id, userId)
      if (call.state !== 'answered' || !call.sid || !port) return refuse(409, 'call.over')
      if (!(await port.press(userId, call.sid, digits))) refuse(503, 'call.carrier')
    },
    /** Somebody rings us and their card is on this desk: the customer is on the line. */
    answer: async (id: CallId, userId: UserId): Promise<CallView> => {
      await (inbound ?? refuse(409, 'call.no-carrier')).answer(id, userId)
      return viewNow(id, userId)
    },
    record: async (id: CallId, wish: RecordingWish, userId: UserId): Promise<CallView> => {
      await (recordings ?? refuse(409, 'call.no-carrier')).wish(id, userId, wish)
      return viewNow(id, userId)
    },
    chooseSeat: createSeatChoice({ database, needs, carrier }),
    mute: (id: CallId, on: boolean, userId: UserId) => changeLive(id, userId, { muted: on }),
    hold: (id: CallId, on: boolean, userId: UserId) => changeLive(id, userId, { held: on }),

    /** More time to write up, twice. */
    wrapUpMore: (userId: UserId): Promise<{ endsAt: string; left: number }> =>
      database.tx(async (tx) => {
        const more = (await needs.presence.moreWrapUp(tx, userId)) ?? refuse(409, 'conflict')
        return { endsAt: more.endsAt.toISOString(), left: more.left }
      }),

    /** Of these agents, each one's call that is live, or whose end she is still writing up. */
    currentOf: async (
      tx: Tx,
      agents: readonly { id: UserId; state: PresenceState }[],
    ): Promise<Map<UserId, CallView>> => {
      const writing = new Set(agents.filter(({ state }) => state === 'wrapUp').map(({ id }) => id))
      const calls = await readLatestOfAgents(
        tx,
        agents.map(({ id }) => id),
      )
      const shown = calls.filter((call) => call.state !== 'ended' || writing.has(call.agent_id))
      return new Map(await Promise.all(shown.map(async (call) => [call.agent_id, await view(tx, call)] as const)))
    },
    latestOfItem: readLatestOfItem,
    readCall,

    softphoneToken: (userId: UserId): SoftphoneToken =>
      port?.softphoneToken(userId, clock.now()) ?? {
        driver: 'none',
        identity: '',
        token: '',
        url: '',
        expiresAt: clock.now(),
      },

    /** A desk that became ready is seated; one that closed leaves its seat. */
    followPresence: async (userId: UserId): Promise<void> => {
      if (!seats) return
      const presence = await needs.presence.read(database.db, userId)
      if (presence.state === 'offline') await seats.leave(userId)
      else if (presence.state !== 'break') await seats.ask(userId)
    },

    endUnwanted: reconciliation.endUnwanted,

    /** The customer on a desk that waits for nobody's key is dialled. */
    autoDial: (now: Date): Promise<void> => autoDial(now),

    /** Callers are offered first: whoever rings waits for less than whom we ring. */
    sweepCallers: async (now: Date): Promise<void> => inbound?.sweep(now),

    sweep: async (now: Date): Promise<void> => {
      await carried?.settleRooms()
      await transfers?.sweep()
      await supervision?.sweep()
      await recordings?.sweep(now)
      const talking = await reconciliation.sweep(now)
      await seats?.bringBack(talking, now)
    },

    /** Sound that is older than the house keeps it goes, here and at the carrier. */
    forgetOld: async (now: Date): Promise<void> => carried?.forgetOld(now),

    /** Looks for seats that were left without a word; one request each, so nothing else waits for it. */
    sweepSeats: async (now: Date): Promise<void> => seats?.look(now),
  }
}
export type Telephony = ReturnType<typeof createTelephony>

/** What telephony hears from the others. */
export function listenForTelephony(events: Events, telephony: Pick<Telephony, 'endUnwanted' | 'followPresence'>): void {
  events.on('stop.recorded', () => telephony.endUnwanted())
  events.on('presence.changed', ({ userId }) => telephony.followPresence(userId))
}
