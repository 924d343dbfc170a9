import express, { type Express } from 'express'
import type { AppNeeds, Features } from './app.features.ts'
import type { Ops } from './app.ops.ts'
import { maySeeCustomer } from './app.topics.ts'
import { campaignsRoutes } from './compliance/campaigns.routes.ts'
import { learningRoutes } from './learning/learning.routes.ts'
import { outcomesRoutes } from './outcomes/outcomes.routes.ts'
import { attributesRoutes } from './people/attributes.routes.ts'
import { casesRoutes } from './people/cases.routes.ts'
import { customersRoutes } from './people/customers.routes.ts'
import { erasureRoutes } from './people/erasure/erasure.routes.ts'
import { identityRoutes } from './people/identity/identity.routes.ts'
import { peopleRoutes } from './people/people.routes.ts'
import { secureHeaders } from './platform/headers.express.ts'
import { mountApi, problemHandler } from './platform/http.express.ts'
import { timeRequests } from './platform/ops.express.ts'
import { programmeRoutes } from './programme/programme.routes.ts'
import { queueRoutes } from './queue/queue.routes.ts'
import { rankingRoutes } from './ranking/ranking.routes.ts'
import { reportingRoutes } from './reporting/reporting.routes.ts'
import { auditRoutes } from './staff/audit/audit.routes.ts'
import { createGate } from './staff/gate.express.ts'
import type { createSession } from './staff/session.express.ts'
import { staffRoutes } from './staff/staff.routes.ts'
import { ivrRoutes } from './telephony/inbound/ivr.routes.ts'
import { SOUNDS } from './telephony/inbound/ivr.service.ts'
import { soundRoutes } from './telephony/inbound/sounds.routes.ts'
import { telephonyRoutes } from './telephony/telephony.routes.ts'
import { twilioWebhooks } from './telephony/twilio-webhook.routes.ts'

const PAGES = new URL('../dist/client/', import.meta.url).pathname

export type WebNeeds = AppNeeds & { features: Features; sessions: ReturnType<typeof createSession>; ops: Ops }

/** Twilio's own list for pages with its voice library; else the simulated network's address. */
const TWILIO_VOICE = [
  'https://eventgw.twilio.com',
  'wss://voice-js.roaming.twilio.com',
  'https://sdk.twilio.com',
  'https://media.twiliocdn.com',
]
const softphoneHosts = ({ carrier, production }: AppNeeds['config']): string[] => {
  if (!carrier) return []
  if (carrier.softphoneKey) return TWILIO_VOICE
  return production ? [] : [carrier.apiBaseUrl, carrier.apiBaseUrl.replace(/^http/, 'ws')]
}

const AREA = /^\/(api|webhooks|health|ready|metrics)(?=\/|$)/

/** Everything that is answered over HTTP: what operators ask, the carrier's webhooks, the API behind its gate, the pages. */
export function createWeb({ config, database, clock, log, features, sessions, ops }: WebNeeds): Express {
  const { events, programme, staff, setup, people, compliance, queue, telephony, outcomes } = features
  const { ranking, rescoreNow, reporting, quality, identity, erasure, learning, measures } = features
  const web = express()
  web.set('trust proxy', config.trustProxy)
  web.disable('x-powered-by')
  web.set('json escape', true) // an answer that is taken for a page holds no tag
  const softphone = softphoneHosts(config)
  web.use(secureHeaders({ publicBaseUrl: config.publicBaseUrl, softphone }))
  web.use(timeRequests(ops.metrics, (path) => AREA.exec(path)?.[1] ?? 'pages'))
  web.use(ops.routes)
  if (config.carrier)
    web.use(
      '/webhooks/twilio',
      twilioWebhooks({
        telephony,
        clock,
        carrier: config.carrier,
        publicBaseUrl: config.publicBaseUrl,
        audit: (entry) => staff.audit(database.db, entry),
      }),
    )
  web.use(SOUNDS, soundRoutes(telephony.ivr))
  web.use('/api', sessions.middleware)
  mountApi(
    web,
    {
      ...staffRoutes({ staff, setup, sessions, events, database }),
      ...auditRoutes({ trail: staff.trail, database }),
      ...programmeRoutes({ programme }),
      ...campaignsRoutes({ database, editor: features.campaignEditor, previews: features.campaignPreviews }),
      ...peopleRoutes({ people, database, clock, audit: staff.audit, maySee: maySeeCustomer({ database, queue }) }),
      ...customersRoutes({
        people,
        database,
        clock,
        audit: staff.audit,
        region: async () => (await programme.known()).region,
        lastViewed: staff.lastViewed,
        stopsOf: compliance.stopsOf,
      }),
      ...casesRoutes({
        people,
        database,
        clock,
        audit: staff.audit,
        afterSettled: async (tx, customerId, now) => {
          await queue.wake(tx, customerId, now)
          await rescoreNow(tx, customerId, now)
        },
      }),
      ...attributesRoutes({
        database,
        clock,
        audit: staff.audit,
        afterUse: ranking.ask,
      }),
      ...erasureRoutes({ erasure }),
      ...queueRoutes({ database, queue }),
      ...telephonyRoutes({ telephony, audit: staff.audit, database, clock, programme }),
      ...ivrRoutes({ ivr: telephony.ivr }),
      ...outcomesRoutes({ outcomes }),
      ...identityRoutes({ identity, database, clock, region: async () => (await programme.known()).region }),
      ...rankingRoutes({ ranking, database, clock, audit: staff.audit }),
      ...learningRoutes({ learning }),
      ...reportingRoutes(reporting, quality, measures),
    },
    createGate({ config, sessions, database, clock }),
    staff.noteRefused,
  )
  web.use(express.static(PAGES, { index: false, maxAge: '1y', immutable: true }))
  web.get(/^\/(?!api\/|webhooks\/|socket\.io\/)[^.]*$/, (_req, res) =>
    res.set('cache-control', 'no-cache').sendFile('index.html', { root: PAGES }),
  )
  web.use(problemHandler(log))
  return web
}
