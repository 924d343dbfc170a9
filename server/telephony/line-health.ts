import type { LineCause } from '#contract/line'

/** What the carrier's answers can stop the line for. */
export type PauseCause = Exclude<LineCause, 'clock'>

/**
 * Whether the carrier's line is dialled on, as a fold of what the carrier answers.
 *
 *   open    ─ calls leave. Left by PATIENCE silent or broken answers in a row, by a connection that is refused, by a
 *             probe that finds nobody, and by an answer that says that every further call would fail too
 *   doubted ─ still open; one call failed, and a probe asks at once whether the carrier is there
 *   paused  ─ nothing is dialled. down and account are left by a probe that succeeds, busy by
 *             its time, caller-id by a person alone (no cheap request shows that a number is ours again);
 *             a person may try any of them again
 *
 * A probe that succeeds does not wipe out failed calls: where reading works and placing does not, the next failure
 * pauses again at once. Only a call that the carrier took, or refused for its own sake, starts the count anew.
 * Rejected: pausing at the first 5xx (Twilio has single ones every day), and letting calls probe (each is a number locked
 * for the better part of a minute).
 */
export type LineHealth = {
  why: PauseCause | null
  since: Date | null
  /** Not opened by itself before this. */
  holdUntil: Date | null
  /** When the carrier is asked next; null: nobody asks. */
  probeAt: Date | null
  failures: number
}

export type LineNews =
  /** The carrier placed a call, or said no to this one. */
  | { kind: 'taken' }
  /** `sent`: it may have been placed all the same. */
  | { kind: 'failed'; sent: boolean }
  | { kind: 'denied'; why: PauseCause; seconds: number | null }
  | { kind: 'probed'; answer: ProbeAnswer }
  /** Time has passed. */
  | { kind: 'due' }
  /** Somebody wants it tried again. */
  | { kind: 'again' }

export type ProbeAnswer = 'there' | 'account' | 'silent'

/** Milliseconds of a person's time as of the line's clock; `patience`: failed calls in a row that pause. */
export type LineRules = { wall: (ms: number) => number; patience: number }

export const PATIENCE = 3
/** How often one asks whether a carrier that is away is back, and whether an account is on again. */
const PROBE_MS: Readonly<Record<PauseCause, number | null>> = {
  down: 2_000,
  account: 30_000,
  busy: null,
  'caller-id': null,
}
/** Where reading works and calling does not, calling rests this long before it is tried again. */
const REST_MS = 10_000

export const OPEN: LineHealth = { why: null, since: null, holdUntil: null, probeAt: null, failures: 0 }

/** What is known of the line after one more piece of news. The same object when nothing changed. */
export function foldLine(line: LineHealth, news: LineNews, now: Date, { wall, patience }: LineRules): LineHealth {
  const after = (ms: number | null): Date | null => (ms === null ? null : new Date(now.getTime() + wall(ms)))
  const pause = (why: PauseCause, holdMs: number | null, failures = line.failures): LineHealth => ({
    why,
    since: line.why === why ? line.since : now,
    holdUntil: after(holdMs),
    probeAt: after(PROBE_MS[why]),
    failures,
  })
  const isHeld = line.holdUntil !== null && now < line.holdUntil

  switch (news.kind) {
    case 'taken':
      if (line.why === 'down') return OPEN
      return line.why !== null || (line.failures === 0 && line.probeAt === null) ? line : OPEN
    case 'failed': {
      const failures = line.failures + 1
      if (line.why !== null) return line
      if (patience === Number.POSITIVE_INFINITY) return { ...line, failures }
      if (!news.sent) return pause('down', null, failures)
      if (failures >= patience) return pause('down', REST_MS, failures)
      return { ...line, failures, probeAt: now }
    }
    case 'denied':
      return pause(news.why, news.seconds === null ? null : news.seconds * 1_000)
    case 'probed':
      if (news.answer === 'silent') return line.why === 'account' ? pause(line.why, null) : pause('down', null)
      if (news.answer === 'account') return pause('account', null)
      if (line.why === null) return { ...line, probeAt: null }
      if (isHeld) return { ...line, probeAt: after(PROBE_MS.down) }
      return { ...OPEN, failures: Math.min(line.failures, patience - 1) }
    case 'due':
      return line.why === 'busy' && !isHeld ? { ...OPEN, failures: line.failures } : line
    case 'again':
      // Asked at once whether it is there, so that a line which is not does not cost a number its minute.
      return line.why === null ? line : { ...OPEN, probeAt: line.why === 'caller-id' ? null : now }
  }
}

/** What a supervisor hears of at once, and what passes by itself. */
export const needsHuman = (why: LineCause): boolean => why !== 'busy'
