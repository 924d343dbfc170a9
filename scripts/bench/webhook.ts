import { createHash } from 'node:crypto'
import type { CallState } from '#contract/calls'
import { closeScreens, drive, openScreens, type Screen, shows } from '../../test/harness/crowd.ts'
import { type Desk, seedDesks } from '../../test/harness/desks.ts'
import { sendHook } from './carrier-hook.ts'
import { type LiveHouse, openLiveHouse } from './live-house.ts'
import { ratioOf, type Times, timed, timesOf } from './times.ts'

export type WebhookBenchInput = { desks: number; perSecond: number; rounds: number }
export type WebhookBenchResult = WebhookBenchInput & {
  /** From sending the carrier's report to its 204, which comes after the commit. */
  committed: Times
  /** From sending it to the agent's own client showing the call so. */
  pushed: Times
  /** One row written and committed while the webhooks come, twenty a second, by the same client. */
  commit: Times
  /** The same at the webhooks' rate and nothing else going on. */
  commitAlone: Times
  /** p99 of pushed over the commit's under the same load. */
  ratio: number
  eventLoopP99Ms: number
}

/** What a call that is answered goes through, as the carrier tells it. */
const STORY: readonly { status: string; shows: CallState }[] = [
  { status: 'ringing', shows: 'ringing' },
  { status: 'in-progress', shows: 'answered' },
  { status: 'completed', shows: 'ended' },
]
const ROWS = 10_000
const COMMITS_PER_SECOND = 20

const sidOf = (id: string): string => `CA${createHash('md5').update(id).digest('hex')}`

/** A dial on each of these desks that the carrier has taken and told nothing of yet. */
async function dialAll({ database, clock }: LiveHouse, desks: readonly Desk[]): Promise<void> {
  const now = clock.now()
  const dials = desks.map((desk) => ({ ...desk, id: desk.workItemId }))
  await database.db.dialIntent.createMany({
    data: dials.map(({ id, workItemId, customerId, phoneId, userId: agentId }) => ({
      ...{ id, workItemId, customerId, phoneId, agentId, fence: 1n, mode: 'carrier', state: 'bound' },
      ...{ sid: sidOf(id), createdAt: now, sentAt: now, permit: {} },
    })),
  })
  await database.db.call.createMany({
    data: dials.map(({ id, workItemId, customerId, userId: agentId }) => ({
      ...{ id, workItemId, customerId, agentId, mode: 'carrier', state: 'sent', sid: sidOf(id) },
      ...{ dialledAt: now, muted: false, held: false },
    })),
  })
  await database.db.attempt.createMany({
    data: dials.map(({ id, customerId, phoneId }) => ({ id, customerId, phoneId, at: now, counted: true })),
  })
  await database.db.presence.updateMany({
    where: { userId: { in: desks.map(({ userId }) => userId) } },
    data: { state: 'calling' },
  })
}

/** As the carrier reports, signed with the account's token. */
const report = (house: LiveHouse, callId: string, step: number): Promise<void> =>
  sendHook(
    house,
    `/calls?intent=${callId}`,
    {
      ...{ CallSid: sidOf(callId), Direction: 'outbound-api', CallStatus: STORY[step]?.status ?? '' },
      ...{ SequenceNumber: String(step + 1), CallbackSource: 'call-progress-events' },
    },
    204,
  )

/** Open loop; the n-th report is of another desk each time, and each desk's story goes on in order. The first round warms. */
export async function benchWebhook(input: WebhookBenchInput): Promise<WebhookBenchResult> {
  const { perSecond, rounds } = input
  const house = await openLiveHouse({ carried: true })
  try {
    const { database } = house
    await database.db.$executeRaw`CREATE TABLE floor_row (id int PRIMARY KEY, told int NOT NULL)`
    await database.db.$executeRaw`INSERT INTO floor_row SELECT i, 0 FROM generate_series(0, ${ROWS - 1}::int) i`
    const committed: number[] = []
    const pushed: number[] = []
    const commits: number[] = []
    const commitsAlone: number[] = []
    let loop = 0
    for (let round = 0; round <= rounds; round++) {
      const seeding = { count: input.desks, now: house.clock.now(), sessionSecret: house.sessionSecret }
      const desks = await seedDesks(database, { ...seeding, state: 'preview' })
      await dialAll(house, desks)
      const screens = await openScreens(house.url, desks)
      await database.db.$executeRaw`VACUUM ANALYZE`
      const rate = { perSecond, seconds: (desks.length * STORY.length) / perSecond }
      const writeRow = (nth: number) =>
        timed(() => database.db.$executeRaw`UPDATE floor_row SET told = told + 1 WHERE id = ${nth % ROWS}`)
      const alone = await drive(rate, writeRow)
      await house.server.loopDelay()
      const beside = drive({ ...rate, perSecond: COMMITS_PER_SECOND }, writeRow)
      const told = await drive(rate, async (nth) => {
        const step = Math.floor(nth / desks.length)
        const { workItemId } = desks[nth % desks.length] as Desk
        const screen = screens[nth % desks.length] as Screen
        const [shownAfterMs, answeredAfterMs] = await Promise.all([
          shows(screen, ({ call }) => STORY.findIndex((one) => one.shows === call?.state) >= step),
          timed(() => report(house, workItemId, step)),
        ])
        return { shownAfterMs, answeredAfterMs }
      })
      if (round > 0) {
        loop = Math.max(loop, await house.server.loopDelay())
        commits.push(...(await beside))
        commitsAlone.push(...alone)
        committed.push(...told.map(({ answeredAfterMs }) => answeredAfterMs))
        pushed.push(...told.map(({ shownAfterMs }) => shownAfterMs))
      }
      closeScreens(screens)
      await database.db.presence.deleteMany({ where: { userId: { in: desks.map(({ userId }) => userId) } } })
    }
    const commit = timesOf(commits)
    const shown = timesOf(pushed)
    const ratio = ratioOf(shown.p99Ms, commit.p99Ms)
    return {
      ...input,
      committed: timesOf(committed),
      pushed: shown,
      commit,
      commitAlone: timesOf(commitsAlone),
      ratio,
      eventLoopP99Ms: loop,
    }
  } finally {
    await house.close()
  }
}
