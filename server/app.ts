import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Topic } from '#contract/live'
import { type AppNeeds, createFeatures } from './app.features.ts'
import { createOps } from './app.ops.ts'
import { createSweeps } from './app.sweeps.ts'
import { topicSources } from './app.topics.ts'
import { createWeb } from './app.web.ts'
import { REMATCH_JOB } from './campaigns/campaign-editor.service.ts'
import { LEARN_JOB } from './learning/learning.service.ts'
import { createLive } from './live/live.socket.ts'
import { splitTopic } from './live/topics.ts'
import { listenToBus, readVersions, touch } from './platform/bus.pg.ts'
import { readDatabaseTime } from './platform/clock-skew.pg.ts'
import { createCoalescer } from './platform/coalescer.ts'
import { prepareJobs, startJobs } from './platform/jobs.pg.ts'
import { refuse } from './platform/problem.ts'
import { createSteadyClock } from './platform/steady-clock.machine.ts'
import { startTick } from './platform/tick.machine.ts'
import { RESCORE_JOB } from './ranking/rescore-runs.store.ts'
import { VERIFY_JOB } from './staff/audit/audit.service.ts'
import { isOwnOrigin } from './staff/origin.ts'
import { type Action, may } from './staff/policy.ts'
import { createSession } from './staff/session.express.ts'
import { listenForTelephony } from './telephony/telephony.service.ts'

const IDLE_MS = 20
const VERSIONS_AT_ONCE = 100
/** A request that takes longer is cut off: nobody was told that it was done. */
const REQUESTS_END_MS = 8_000

export type App = Awaited<ReturnType<typeof createApp>>

/** The one composition root: sees every part, decides nothing. Nothing runs before `start`. */
export async function createApp({ clock: given, ...rest }: AppNeeds) {
  const { config, database, log } = rest
  const steady = createSteadyClock({
    clock: given,
    setting: config.clock,
    readDatabaseTime: () => readDatabaseTime(database.db),
    log,
    changed: () => database.tx((tx) => touch(tx, ['line'])),
  })
  await steady.check()
  const { clock } = steady
  const needs = { ...rest, clock }
  await prepareJobs(database.url)
  const features = await createFeatures({ ...needs, clockOff: steady.offSince })
  const { events, staff, people, queue, telephony, ranking, rankAsked } = features
  const sessions = createSession(config, clock, database)
  const ops = createOps(needs, features)
  const http = createServer(createWeb({ ...needs, features, sessions, ops }))

  const live = createLive(http, {
    clock,
    log,
    session: sessions.middleware,
    callerOf: sessions.callerOf,
    allowsOrigin: (origin, host) => isOwnOrigin(origin, host, config),
    versionsOf: (topics) => readVersions(database.db, topics),
    versionOf: createCoalescer(async (topics: Topic[]) => {
      const versions = await readVersions(database.db, topics)
      return topics.map((topic) => versions.get(topic) ?? 0)
    }, VERSIONS_AT_ONCE),
    sources: topicSources({ database, ...features }),
    renewLease: async (caller, { workItemId, fence }) => {
      if (!may(caller.role, 'lease:renew')) return refuse(403, 'forbidden')
      return (await queue.renewLease(caller.userId, workItemId, BigInt(fence))).leaseUntil
    },
    refused: (caller, kind) => staff.noteRefused(`topic:watch:${kind}` as Action, caller, 'forbidden'),
    seen: staff.presence.markSeen,
    timePush: (kind) => ops.metrics.pushes.startTimer({ kind }),
  })
  ops.countSockets(live.count)
  const sweeps = createSweeps({ ...needs, ...features, steady })

  listenForTelephony(events, telephony)
  // Her sockets may be at any process: all are told by the bus, this one too.
  events.on('session.ended', ({ userId }) => database.tx((tx) => touch(tx, [`session:${userId}`])))

  let stopRunning = async (): Promise<void> => {}
  return {
    database,
    ...features,
    address: (): string => {
      const at = http.address() as AddressInfo | null
      return at ? config.publicBaseUrl.replace(/:0$/, `:${at.port}`) : config.publicBaseUrl
    },

    start: async (): Promise<void> => {
      await people.recoverImports()
      const bus = listenToBus(database.url, log, (topic) => {
        const { kind, id } = splitTopic(topic)
        void (kind === 'session' ? live.checkUser(id) : live.heard(topic))
      })
      const jobs = await startJobs(database.url, log, {
        [RESCORE_JOB]: rankAsked,
        [VERIFY_JOB]: () => staff.trail.check(),
        [LEARN_JOB]: async () => void (await features.learning.learn()),
        [REMATCH_JOB]: async () => void (await queue.rematch(clock.now())),
        'queue.shortlist': async () => void (await queue.shortlist(clock.now())),
      })
      await new Promise<void>((ready, fail) => {
        http.once('error', fail)
        http.listen(config.port, config.host, ready)
      })
      const tick = startTick(sweeps, log)
      stopRunning = async () => {
        await Promise.all([tick.stop(), jobs.stop()])
        await bus.close()
      }
    },

    /** The balancer is told before anything is refused. */
    announceClose: ops.stop,

    /**
     * In this order: nobody new is let in, the screens go elsewhere, running requests and webhooks are answered, sweeps and
     * jobs end or are given back, an import stops at a batch that is committed, then the database is let go.
     */
    close: async (): Promise<void> => {
      ops.stop()
      const refused = new Promise<void>((done) => http.close(() => done()))
      // An answer leaves its connection idle, and an idle connection is a browser's that may ask again.
      const idle = setInterval(() => http.closeIdleConnections(), IDLE_MS)
      await live.close()
      await Promise.race([refused, wait(REQUESTS_END_MS, null, { ref: false })])
      clearInterval(idle)
      http.closeAllConnections()
      await refused
      await Promise.all([people.stop(), ranking.stop(), stopRunning()])
      ops.close()
      await database.close()
    },
  }
}
