import { isDeepStrictEqual } from 'node:util'
import type { CallView } from '#contract/calls'
import type { Floor } from '#contract/floor'
import type { UserId } from '#contract/ids'
import type { AgentDesk } from '#contract/live'
import type { Wall } from '#contract/reporting'
import type { PresenceState } from '#contract/staff'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import { createCoalescer } from '../platform/coalescer.ts'
import type { Database } from '../platform/database.pg.ts'
import type { Caller } from '../platform/http.express.ts'
import type { Queue } from '../queue/queue.service.ts'
import { OFFER_SECONDS } from '../telephony/inbound/offers.service.ts'
import type { Telephony } from '../telephony/telephony.service.ts'
import { startOfDay } from './day.ts'
import { type Frame, readFrames, readTeam } from './desk.store.ts'
import { toPhone } from './desk-phone.ts'
import { readCallers, readFloorAgents, readInbound, readMine } from './floor.store.ts'
import { toFloor } from './floor.ts'
import { readGauges } from './gauges.store.ts'
import { readAgents, readReasons, readStanding, readToday } from './wall.store.ts'

const STANDING_MS = 3_000
const DESKS_AT_ONCE = 50

export type ReportingNeeds = {
  database: Database
  clock: Clock
  zone: () => Promise<string>
  queue: Pick<Queue, 'idle'>
  telephony: Pick<Telephony, 'currentOf'>
}

/** Reads every feature's tables and writes none: the wall and the frame of each desk. */
export function createReporting({ database, clock, zone, queue, telephony }: ReportingNeeds) {
  const { db } = database
  let standing: { at: number; value: ReturnType<typeof readStanding> } | null = null
  let looksAgain = false
  const readAnew = (now: Date) => {
    const value = readStanding(db, now)
    standing = { at: now.getTime(), value }
    value.catch(() => {
      standing = null
    })
    return value
  }
  /** What was shown may have been older than the change that it was shown for: then the wall is told once more. */
  const lookAgain = (shown: ReturnType<typeof readStanding>): void => {
    if (looksAgain) return
    looksAgain = true
    const compare = async (): Promise<void> => {
      looksAgain = false
      if (!isDeepStrictEqual(await shown, await readAnew(clock.now()))) await database.tx((tx) => touch(tx, ['wall']))
    }
    // A database that is away is the next reader's trouble.
    setTimeout(() => void compare().catch(() => {}), STANDING_MS).unref()
  }
  /** Counts over everything that waits: read at most once in so long, however often the wall changes. */
  const recentStanding = (now: Date) => {
    if (!standing || now.getTime() - standing.at >= clock.wall(STANDING_MS)) return readAnew(now)
    lookAgain(standing.value)
    return standing.value
  }

  const readWall = async (): Promise<Wall> => {
    const now = clock.now()
    const dayStart = startOfDay(now, await zone())
    const [today, agents, reasons, queue] = await Promise.all([
      readToday(db, dayStart),
      readAgents(db),
      readReasons(db, dayStart),
      recentStanding(now),
    ])
    const count = (...states: PresenceState[]) => agents.filter((agent) => states.includes(agent.state)).length
    return {
      asOf: now.toISOString(),
      dayStart: dayStart.toISOString(),
      attempts: today.attempts,
      reached: today.reached,
      wonClaimed: today.won,
      valueWonMinor: today.value_minor,
      offersCostMinor: today.offers_minor,
      netWonMinor: (BigInt(today.value_minor) - BigInt(today.offers_minor)).toString(),
      agents: {
        talking: count('calling', 'talking'),
        ready: count('ready'),
        wrapping: count('wrapUp'),
        preview: count('preview'),
        break: count('break'),
      },
      agentList: agents.map((agent) => ({ ...agent, since: agent.since.toISOString() })),
      reasons,
      blocked: queue.blocked,
      waiting: queue.waiting,
      callable: queue.callable,
      callbacksDue: queue.callbacks_due,
      holdout: queue.holdout,
    }
  }

  const toDesk = async (frame: Frame, call: CallView | null): Promise<AgentDesk> => {
    const userId = frame.id
    const held =
      frame.work_item_id && frame.fence && frame.lease_until
        ? { workItemId: frame.work_item_id, fence: frame.fence, leaseUntil: frame.lease_until.toISOString() }
        : null
    const idle = frame.state === 'ready' && !held ? await queue.idle(db, userId) : null
    return {
      userId,
      name: frame.name,
      state: frame.state,
      since: frame.since.toISOString(),
      card: held,
      call,
      ...toPhone(frame, clock.wall(OFFER_SECONDS * 1_000), clock.wall),
      wrapUp: frame.wrap_up_ends_at
        ? { endsAt: frame.wrap_up_ends_at.toISOString(), extensionsLeft: frame.extensions_left }
        : null,
      today: { attempts: frame.attempts, reached: frame.reached, won: frame.won },
      nextCallback:
        frame.callback_due && frame.callback_name !== null
          ? { dueAt: frame.callback_due.toISOString(), customerName: frame.callback_name }
          : null,
      idle,
    }
  }

  /** Frames that are looked at together share their statements; what only one of them needs is read by itself. */
  const readFrame = createCoalescer(async (userIds: UserId[]) => {
    const frames = await readFrames(db, userIds, startOfDay(clock.now(), await zone()))
    const holding = frames.filter(({ work_item_id }) => work_item_id !== null)
    const calls = await telephony.currentOf(db, holding)
    const byId = new Map(frames.map((frame) => [frame.id, { frame, call: calls.get(frame.id) ?? null }]))
    return userIds.map((userId) => byId.get(userId) ?? null)
  }, DESKS_AT_ONCE)

  const readDesk = async (userId: UserId): Promise<AgentDesk | null> => {
    const read = await readFrame(userId)
    return read && toDesk(read.frame, read.call)
  }

  /** Whether this caller leads the team of that agent. */
  const leads = async (caller: Caller, userId: UserId): Promise<boolean> =>
    caller.role === 'supervisor' && (await readTeam(db, userId)) === caller.teamId

  const readFloor = async (caller: Caller): Promise<Floor> => {
    const now = clock.now()
    const dayStart = startOfDay(now, await zone())
    const [agents, callers, inbound, mine] = await Promise.all([
      readFloorAgents(db, caller.userId),
      readCallers(db),
      readInbound(db, dayStart),
      readMine(db, caller.userId),
    ])
    return toFloor({ now, agents, callers, inbound, mine })
  }

  return { readWall, readDesk, readFloor, leads, gauges: (now: Date) => readGauges(db, now) }
}
export type Reporting = ReturnType<typeof createReporting>
