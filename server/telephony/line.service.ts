import type { LineView } from '#contract/line'
import { touch } from '../platform/bus.pg.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Log } from '../platform/log.machine.ts'
import { refuse } from '../platform/problem.ts'
import { consequenceOf, newsOf } from './carrier-errors.ts'
import { lockLine, readLine, takeCallSlot, takeProbe, writeLine } from './line.store.ts'
import { foldLine, type LineHealth, type LineNews, type LineRules, needsHuman } from './line-health.ts'
import type { TelephonyNeeds } from './needs.ts'
import type { PhonePort, Placed } from './port.ts'

/**
 * Evenly spaced, and a little wider than the account allows: between its slot and its request a call loses some
 * milliseconds, the next may not, and what comes too early waits in the carrier's queue, where the law's hours may close on it.
 */
const HEADROOM = 1.1
/** Longer than this in our own line, and the agent had better try again. */
const LONGEST_WAIT_MS = 5_000
/** A slot further ahead than any call may wait was taken under another clock. */
const STALE_MS = 60_000
/** One probe at a time; the next is asked at the latest then, should whoever asked die with the answer. */
const PROBING_MS = 4_000

export type LineDeps = {
  database: Database
  clock: Clock
  log: Log
  /** Since when the clocks of this process and of its database do not agree. */
  clockOff: () => Date | null
  compliance: Pick<TelephonyNeeds['compliance'], 'closedCountries' | 'openCountries'>
  carrier: { port: PhonePort; callsPerSecond: number } | null
  patience: number
}

/** The health of the line, one row for all processes, and the pace at which calls leave it. */
export function createLineHealth({ database, clock, log, clockOff, compliance, carrier, patience }: LineDeps) {
  const rules: LineRules = { wall: clock.wall, patience }

  const tellHuman = (before: LineHealth, after: LineHealth): void => {
    if (before.why === after.why) return
    if (after.why === null) log.info({ why: before.why }, 'line.open')
    else if (needsHuman(after.why)) log.error({ why: after.why }, 'line.paused')
    else log.warn({ why: after.why }, 'line.paused')
  }

  /** Reads first: what changes nothing locks nothing. */
  const learn = async (news: LineNews): Promise<void> => {
    const known = await readLine(database.db)
    if (foldLine(known, news, clock.now(), rules) === known) return
    const change = await database.tx(async (tx) => {
      const before = await lockLine(tx)
      const after = foldLine(before, news, clock.now(), rules)
      if (after === before) return null
      await writeLine(tx, after)
      if (after.why !== before.why) await touch(tx, ['line'])
      return { before, after }
    })
    if (change) tellHuman(change.before, change.after)
  }

  const pausedOf = (line: LineHealth): LineView['paused'] => {
    const off = clockOff()
    if (off) return { why: 'clock', since: off.toISOString() }
    return line.why && line.since && carrier ? { why: line.why, since: line.since.toISOString() } : null
  }

  const view = async (tx: Tx): Promise<LineView> => ({
    paused: pausedOf(await readLine(tx)),
    closedCountries: await compliance.closedCountries(tx),
  })

  /** The next slot that is at most so far ahead. */
  const slotWithin = async (longestMs: number): Promise<Date | null> => {
    const now = clock.now()
    if (!carrier) return now
    const spacingMs = (1_000 / carrier.callsPerSecond) * HEADROOM
    const bounds = { longestMs: clock.wall(longestMs), staleMs: clock.wall(STALE_MS) }
    return takeCallSlot(database.db, { now, spacingMs, ...bounds })
  }

  return {
    view,

    /** Whether a call may leave at this moment. */
    isOpen: async (tx: Tx): Promise<boolean> => pausedOf(await readLine(tx)) === null,

    /** Refuses while nothing may be dialled: before anything is written, so that nobody and nothing is spent on it. */
    checkOpen: async (): Promise<void> => {
      const paused = pausedOf(await readLine(database.db))
      if (paused) refuse(503, 'line.paused', { reason: paused.why })
    },

    /** When this call may leave, on every process together below the account's calls per second. */
    takeSlot: async (): Promise<Date> => {
      const slot = await slotWithin(LONGEST_WAIT_MS)
      if (slot) return slot
      const paused = pausedOf(await readLine(database.db))
      return paused ? refuse(503, 'line.paused', { reason: paused.why }) : refuse(429, 'carrier.busy')
    },

    /** For a call that is committed and missed its slot; null when nothing leaves just now. */
    nextSlot: (): Promise<Date | null> => slotWithin(STALE_MS),

    /** What the carrier answered to a call. */
    hear: async (placed: Placed): Promise<void> => {
      if (placed.kind === 'refused' && consequenceOf(placed.code).kind !== 'pause')
        log.warn({ code: placed.code, told: placed.told }, 'line.refused')
      await learn(newsOf(placed))
    },

    /** Asks a carrier that is away, or whose account was off, whether calls may leave again; lets a pause end when its time has come. */
    sweep: async (): Promise<void> => {
      if (!carrier) return
      const now = clock.now()
      const { probeAt } = await readLine(database.db)
      if (
        probeAt &&
        probeAt <= now &&
        (await takeProbe(database.db, now, new Date(now.getTime() + clock.wall(PROBING_MS))))
      )
        await learn({ kind: 'probed', answer: await carrier.port.probe() })
      else await learn({ kind: 'due' })
    },

    /** Somebody has put it right: tried again, and closed countries with it. `note` writes down who, in its transaction. */
    retry: async (note: (tx: Tx, at: Date) => Promise<void>): Promise<LineView> => {
      await learn({ kind: 'again' })
      await database.tx(async (tx) => {
        await compliance.openCountries(tx)
        await note(tx, clock.now())
        await touch(tx, ['line'])
      })
      return view(database.db)
    },
  }
}
export type LineCare = ReturnType<typeof createLineHealth>
