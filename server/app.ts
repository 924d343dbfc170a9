import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { createSweeps } from './app.sweeps.ts'
import { maySeeCustomer, topicSources } from './app.topics.ts'
import { createCampaigns } from './campaigns/campaigns.service.ts'
import { createCompliance } from './compliance/compliance.service.ts'
import { createLive } from './live/live.socket.ts'
import { outcomesRoutes } from './outcomes/outcomes.routes.ts'
import { createOutcomes } from './outcomes/outcomes.service.ts'
import { casesRoutes } from './people/cases.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { createPeople } from './people/people.service.ts'
import { lockPerson } from './people/person.store.ts'
import { listenToBus, readVersions } from './platform/bus.pg.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import type { Database } from './platform/database.pg.ts'
import { createEvents } from './platform/events.ts'
import { secureHeaders } from './platform/headers.express.ts'
import { mountApi, problemHandler } from './platform/http.express.ts'
import { addJob, prepareJobs, startJobs } from './platform/jobs.pg.ts'
import type { Log } from './platform/log.machine.ts'
import { refuse } from './platform/problem.ts'
import { startTick } from './platform/tick.machine.ts'
import { programmeRoutes } from './programme/programme.routes.ts'
import { createProgramme } from './programme/programme.service.ts'
import { queueRoutes } from './queue/queue.routes.ts'
import { createQueue } from './queue/queue.service.ts'
import { createRanking } from './ranking/ranking.service.ts'
import { reportingRoutes } from './reporting/reporting.routes.ts'
import { createReporting } from './reporting/reporting.service.ts'
import { createGate } from './staff/gate.express.ts'
import { isOwnOrigin } from './staff/origin.ts'
import { may } from './staff/policy.ts'
import { createSession } from './staff/session.express.ts'
import { createSetup } from './staff/setup.service.ts'
import { staffRoutes } from './staff/staff.routes.ts'
import { createStaff } from './staff/staff.service.ts'
import { telephonyRoutes } from './telephony/telephony.routes.ts'
import { createTelephony, listenForTelephony } from './telephony/telephony.service.ts'
import { readOpenAttempts } from './telephony/telephony.store.ts'
import { createTwilioPort } from './telephony/twilio.carrier.ts'
import { twilioWebhooks } from './telephony/twilio-webhook.routes.ts'

export type AppNeeds = { config: Config; database: Database; clock: Clock; log: Log }
export type App = Awaited<ReturnType<typeof createApp>>

const PAGES = new URL('../dist/client/', import.meta.url).pathname

/** The one composition root: sees every part, decides nothing. Nothing runs before `start`. */
export async function createApp({ config, database, clock, log }: AppNeeds) {
  const events = createEvents((error, name) => log.error({ err: error, event: name }, 'event.failed'))

  await prepareJobs(database.url)
  const programme = createProgramme({ database })
  await programme.loadDefaults()
  await programme.refresh()
  const staff = createStaff({ database, clock, events, programme, config })
  const setup = createSetup({ database, clock, programme })
  const sessions = createSession(config, clock, database)
  const people = createPeople({
    database,
    clock,
    events,
    log,
    programme,
    dataDir: config.dataDir,
    afterImport: (tx) => addJob(tx, 'ranking.rescore'),
  })
  const campaigns = createCampaigns()
  const compliance = createCompliance({ installation: programme.known, lockPerson })
  const ranking = createRanking({ database, programme, people, events, log })
  const queue = createQueue({
    database,
    clock,
    events,
    campaigns,
    compliance,
    people,
    installation: programme.known,
    rankingWhy: ranking.why,
    audit: staff.audit,
    movePresence: staff.presence.move,
    moveToPreview: staff.presence.startPreviews,
    hasOpenAttempt: readOpenAttempts,
  })
  const carrier = config.carrier && {
    port: createTwilioPort({ ...config.carrier, publicBaseUrl: config.publicBaseUrl }),
    callsPerSecond: config.carrier.callsPerSecond,
  }
  const telephony = createTelephony({
    database,
    clock,
    events,
    needs: { presence: staff.presence, people, compliance, queue },
    carrier,
  })
  const outcomes = createOutcomes({
    database,
    clock,
    events,
    programme,
    presence: staff.presence,
    people,
    campaigns,
    compliance,
    ranking,
    queue,
    telephony,
  })
  const zone = async () => (await programme.known()).zone
  const reporting = createReporting({ database, clock, zone, queue, telephony })

  const rank = async (): Promise<void> => {
    await ranking.rescoreAll(clock.now())
    await queue.fill(clock.now())
  }

  const web = express()
  web.set('trust proxy', config.trustProxy)
  web.disable('x-powered-by')
  const softphone =
    config.carrier && !config.production
      ? [config.carrier.apiBaseUrl, config.carrier.apiBaseUrl.replace(/^http/, 'ws')]
      : []
  web.use(secureHeaders({ publicBaseUrl: config.publicBaseUrl, softphone }))
  if (config.carrier)
    web.use(
      '/webhooks/twilio',
      twilioWebhooks({ telephony, clock, carrier: config.carrier, publicBaseUrl: config.publicBaseUrl }),
    )
  web.use('/api', sessions.middleware)
  mountApi(
    web,
    {
      ...staffRoutes({ staff, setup, sessions, events, database }),
      ...programmeRoutes({ programme }),
      ...peopleRoutes({ people, database, clock, audit: staff.audit, maySee: maySeeCustomer({ database, queue }) }),
      ...casesRoutes({
        people,
        database,
        clock,
        audit: staff.audit,
        afterSettled: async (tx, customerId, now) => {
          await queue.wake(tx, customerId, now)
          await addJob(tx, 'ranking.rescore')
        },
      }),
      ...queueRoutes({ database, queue }),
      ...telephonyRoutes({ telephony }),
      ...outcomesRoutes({ outcomes }),
      ...reportingRoutes(reporting),
    },
    createGate({ config, sessions, database, clock }),
  )
  web.use(express.static(PAGES, { index: false, maxAge: '1y', immutable: true }))
  web.get(/^\/(?!api\/|webhooks\/|socket\.io\/)[^.]*$/, (_req, res) =>
    res.set('cache-control', 'no-cache').sendFile('index.html', { root: PAGES }),
  )
  web.use(problemHandler(log))
  const http = createServer(web)

  const live = createLive(http, {
    clock,
    log,
    session: sessions.middleware,
    callerOf: sessions.callerOf,
    allowsOrigin: (origin, host) => isOwnOrigin(origin, host, config),
    versions: (topics) => readVersions(database.db, topics),
    sources: topicSources({ database, people, queue, reporting }),
    renewLease: async (caller, { workItemId, fence }) => {
      if (!may(caller.role, 'lease:renew')) return refuse(403, 'forbidden')
      return (await queue.renewLease(caller.userId, workItemId, BigInt(fence))).leaseUntil
    },
    seen: staff.presence.markSeen,
  })
  const sweeps = createSweeps({
    database,
    clock,
    events,
    log,
    programme,
    staff,
    queue,
    telephony,
    outcomes,
    zone,
  })

  listenForTelephony(events, telephony)
  events.on('session.ended', ({ userId }) => live.checkUser(userId))

  let stopRunning = async (): Promise<void> => {}
  return {
    database,
    programme,
    staff,
    setup,
    people,
    compliance,
    ranking,
    queue,
    telephony,
    outcomes,
    reporting,
    events,
    /** Score, fill and shortlist, at once: what the job does after an import. */
    rank,
    address: (): string => {
      const at = http.address() as AddressInfo | null
      return at ? config.publicBaseUrl.replace(/:0$/, `:${at.port}`) : config.publicBaseUrl
    },

    start: async (): Promise<void> => {
      await people.recoverImports()
      const bus = listenToBus(database.url, log, (topic) => void live.heard(topic))
      const jobs = await startJobs(database.url, log, {
        'ranking.rescore': rank,
        'queue.shortlist': async () => void (await queue.shortlist(clock.now())),
      })
      await new Promise<void>((ready, fail) => {
        http.once('error', fail)
        http.listen(config.port, config.host, ready)
      })
      const tick = startTick(sweeps, log)
      stopRunning = async () => {
        await tick.stop()
        await jobs.stop()
        await bus.close()
      }
    },

    /** New requests are refused, what runs is ended, then the database is let go. */
    close: async (): Promise<void> => {
      const refused = new Promise<void>((done) => http.close(() => done()))
      await live.close()
      http.closeAllConnections()
      await refused
      await people.stop()
      await stopRunning()
      await database.close()
    },
  }
}
