import type { UserId } from '#contract/ids'
import { type CampaignEditor, REMATCH_JOB } from './campaigns/campaign-editor.service.ts'
import { LEARN_JOB, type Learning } from './learning/learning.service.ts'
import type { Outcomes } from './outcomes/outcomes.service.ts'
import type { Erasure } from './people/erasure/erasure.service.ts'
import type { People } from './people/people.service.ts'
import { countTouches } from './platform/bus.pg.ts'
import type { Clock } from './platform/clock.ts'
import type { Database, Tx } from './platform/database.pg.ts'
import type { Events } from './platform/events.ts'
import { createInvariantWatch } from './platform/invariants.pg.ts'
import { addJob, takeTurn } from './platform/jobs.pg.ts'
import type { Log } from './platform/log.machine.ts'
import type { SteadyClock } from './platform/steady-clock.machine.ts'
import type { Sweep } from './platform/tick.machine.ts'
import { createWatch } from './platform/watch.ts'
import type { Programme } from './programme/programme.service.ts'
import type { Queue } from './queue/queue.service.ts'
import type { Ranking } from './ranking/ranking.service.ts'
import { startOfDay } from './reporting/day.ts'
import type { Staff } from './staff/staff.service.ts'
import type { Telephony } from './telephony/telephony.service.ts'

const SHORTLIST_MS = 5 * 60_000
const GONE_MS = 45_000
/** A run whose process is silent for three of these is taken over. */
const IMPORTS_MS = 5_000
const HOUSEKEEPING_MS = 60_000
/** Names written in one turn: two thousand a second, in transactions far below one. */
const NAMES_PAGE = 1_000
const RETENTION_MS = 5_000
const SEAL_MS = 1_000
const TOUCHES_MS = 1_000

export type SweepNeeds = {
  database: Database
  clock: Clock
  steady: Pick<SteadyClock, 'sweep'>
  events: Events
  log: Log
  programme: Programme
  staff: Staff
  people: People
  ranking: Pick<Ranking, 'ask'>
  queue: Queue
  campaignEditor: Pick<CampaignEditor, 'endFinished'>
  telephony: Telephony
  outcomes: Outcomes
  erasure: Erasure
  learning: Pick<Learning, 'isDue'>
  zone: () => Promise<string>
}

/** Runs at most once in so many milliseconds of this clock. */
const atMostEvery = (clock: Clock, ms: () => number, work: (now: Date) => Promise<void>) => {
  let last = Number.NEGATIVE_INFINITY
  return async (): Promise<void> => {
    const now = clock.now()
    if (now.getTime() - last < ms()) return
    await work(now)
    last = now.getTime()
  }
}

/** For each turn that begins, in the process that sees it first; this process asks the database once for each. */
const atEachTurn = (
  { database, clock }: Pick<SweepNeeds, 'database' | 'clock'>,
  name: string,
  turnOf: (now: Date) => Promise<number> | number,
  work: (tx: Tx, turn: 'first' | 'next') => Promise<void>,
) => {
  let seen = Number.NEGATIVE_INFINITY
  return async (): Promise<void> => {
    const began = await turnOf(clock.now())
    if (began <= seen) return
    await database.tx(async (tx) => {
      const turn = await takeTurn(tx, name, new Date(began))
      if (turn) await work(tx, turn)
    })
    seen = began
  }
}

/** What falls due, asked twice a second. Ready agents are handed their next customer here and when they say so. */
export function createSweeps(needs: SweepNeeds): Sweep[] {
  const {
    database,
    clock,
    events,
    log,
    programme,
    staff,
    people,
    ranking,
    queue,
    telephony,
    outcomes,
    erasure,
    learning,
    campaignEditor,
    zone,
  } = needs

  const claim = async (userId: UserId): Promise<void> => {
    if (await queue.claim(userId)) events.emit('queue.claimed', { agentId: userId })
  }
  /** Who rings us comes before whom we ring. */
  const serve = async (userId: UserId): Promise<void> => {
    await telephony.inbound?.offer()
    await claim(userId)
  }
  const serveReady = async (): Promise<void> => {
    await telephony.inbound?.offer()
    const ready = await staff.presence.readyAgents(database.db)
    await Promise.all(ready.map(({ userId }) => claim(userId)))
  }
  events.on('presence.changed', async ({ userId, state }) => {
    if (state === 'ready') await serve(userId)
  })
  events.on('queue.filled', serveReady)
  events.on('queue.claimed', () => telephony.autoDial(clock.now()))

  const watch = createWatch()
  const forgetGone = async (): Promise<void> => {
    const now = clock.now()
    const gone = await staff.presence.goneAgents(now, GONE_MS)
    const graceMs = clock.wall(GONE_MS)
    if (now.getTime() - watch(now, graceMs).getTime() < graceMs) return // nobody could be heard
    for (const userId of await staff.presence.forget(gone, now, GONE_MS))
      events.emit('presence.changed', { userId, state: 'offline' })
  }

  /** A new day in the centre's zone: score again overnight, or in the morning when no server ran at midnight. */
  const scoreNightly = atEachTurn(
    needs,
    'ranking.nightly',
    async (now) => startOfDay(now, await zone()).getTime(),
    async (tx, turn) => {
      if (turn === 'first') return // nothing has been imported yet; an import scores by itself
      log.info('ranking.nightly')
      await ranking.ask(tx)
    },
  )
  /** Each night asks whether enough has been seen to learn from anew. */
  const learnNightly = atEachTurn(
    needs,
    'learning.nightly',
    async (now) => startOfDay(now, await zone()).getTime(),
    async (tx) => {
      if (await learning.isDue(tx)) await addJob(tx, LEARN_JOB)
    },
  )
  /** The days of campaigns turn with the centre's. */
  const rematchDaily = atEachTurn(
    needs,
    'campaigns.day',
    async (now) => startOfDay(now, await zone()).getTime(),
    async (tx, turn) => {
      if (turn === 'next') await addJob(tx, REMATCH_JOB)
    },
  )
  const shortlist = atEachTurn(
    needs,
    'queue.shortlist',
    (now) => Math.floor(now.getTime() / SHORTLIST_MS) * SHORTLIST_MS,
    (tx) => addJob(tx, 'queue.shortlist'),
  )

  return [
    { name: 'clock', run: needs.steady.sweep },
    { name: 'programme', run: async () => void (await programme.refresh()) },
    { name: 'queue', run: async () => void (await queue.sweep(clock.now())) },
    { name: 'callers', run: () => telephony.sweepCallers(clock.now()) },
    { name: 'auto-dial', run: () => telephony.autoDial(clock.now()) },
    { name: 'stops', run: () => telephony.endUnwanted() },
    { name: 'telephony', run: () => telephony.sweep(clock.now()) },
    { name: 'line', run: () => telephony.line.sweep() },
    { name: 'seats', run: () => telephony.sweepSeats(clock.now()) },
    { name: 'outcomes', run: () => outcomes.sweep(clock.now()) },
    { name: 'ready', run: serveReady },
    { name: 'gone', run: forgetGone },
    { name: 'names', run: async () => void (await database.tx((tx) => people.writeMissingNames(tx, NAMES_PAGE))) },
    { name: 'imports', run: atMostEvery(clock, () => clock.wall(IMPORTS_MS), people.tendImports) },
    { name: 'nightly', run: scoreNightly },
    { name: 'learning', run: learnNightly },
    { name: 'invariants', run: createInvariantWatch({ database, clock, log }) },
    { name: 'shortlist', run: shortlist },
    { name: 'campaigns', run: rematchDaily },
    { name: 'draining', run: atMostEvery(clock, () => clock.wall(HOUSEKEEPING_MS), campaignEditor.endFinished) },
    { name: 'retention', run: atMostEvery(clock, () => clock.wall(RETENTION_MS), telephony.forgetOld) },
    { name: 'erasure', run: erasure.sweep },
    { name: 'seal', run: atMostEvery(clock, () => clock.wall(SEAL_MS), staff.trail.chain.seal) },
    {
      name: 'touches',
      run: atMostEvery(
        clock,
        () => clock.wall(TOUCHES_MS),
        () => countTouches(database.db),
      ),
    },
    { name: 'housekeeping', run: atMostEvery(clock, () => clock.wall(HOUSEKEEPING_MS), staff.sweep) },
  ]
}
