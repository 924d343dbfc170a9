import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import express from 'express'
import type { CallId, CampaignId, CustomerId, EpisodeId, PhoneId, UserId, WorkItemId } from '#contract/ids'
import { type Carrier, startCarrier } from '../../scripts/carrier/carrier.ts'
import { WILLING } from '../../scripts/carrier/people/persona.ts'
import { createCampaigns } from '../../server/campaigns/campaigns.service.ts'
import { createCompliance } from '../../server/compliance/compliance.service.ts'
import { createPeople } from '../../server/people/people.service.ts'
import { createClock } from '../../server/platform/clock.machine.ts'
import type { Clock, ClockSetting } from '../../server/platform/clock.ts'
import { createEvents } from '../../server/platform/events.ts'
import { problemHandler } from '../../server/platform/http.express.ts'
import { createLog, type Log } from '../../server/platform/log.machine.ts'
import { createProgramme } from '../../server/programme/programme.service.ts'
import { createHanding } from '../../server/queue/handing.service.ts'
import { createHolding } from '../../server/queue/holding.service.ts'
import { readRounds, readWrapUps } from '../../server/queue/rounds.store.ts'
import { createStaff } from '../../server/staff/staff.service.ts'
import { SOUNDS } from '../../server/telephony/inbound/ivr.service.ts'
import { soundRoutes } from '../../server/telephony/inbound/sounds.routes.ts'
import { createTelephony, listenForTelephony } from '../../server/telephony/telephony.service.ts'
import { readOpenAttempts } from '../../server/telephony/telephony.store.ts'
import { createTwilioPort } from '../../server/telephony/twilio.carrier.ts'
import { twilioWebhooks } from '../../server/telephony/twilio-webhook.routes.ts'
import { createTestDatabase } from './database.ts'
import { openPhone } from './network.ts'

export const OWN_NUMBER = '+998712000000'
export const FALLBACK_URL = 'http://127.0.0.1:9/an-operator.xml'
const CAMPAIGN = '00000000-0000-4000-8000-000000000002' as CampaignId
/** Monday noon in Tashkent. */
const NOON = Date.UTC(2026, 2, 2, 7)

export type HeldCustomer = {
  agentId: UserId
  customerId: CustomerId
  phoneId: PhoneId
  episodeId: EpisodeId
  workItemId: WorkItemId
  e164: string
  fence: bigint
}

export type LineWanted = {
  speed?: number
  carried?: boolean
  /** When the line's day begins, milliseconds since 1970. */
  epoch?: number
  /** The carrier's own limit; what is beyond it waits in its queue. */
  carrierCallsPerSecond?: number
}

/** One server's telephony of this line: its own way to the carrier, its own clock, its own log. */
export type ServerWanted = {
  callsPerSecond?: number
  /** Faults of the carrier in a row that pause the line; by default these tests want it dialled on whatever comes. */
  patience?: number
  apiBaseUrl?: string
  from?: string
  authToken?: string
  clock?: Clock
  clockOff?: () => Date | null
  log?: Log
}

/** Telephony and what stands to its left, on a real database, with the simulated network; queue items are put on desks by hand. */
export async function createLine(wanted: LineWanted = {}) {
  const { speed = 20, carried = true, epoch = NOON, carrierCallsPerSecond = 1_000 } = wanted
  const setting: ClockSetting = { origin: Date.now(), epoch, speed }
  const database = await createTestDatabase(20)
  const db = database.db
  const clock = createClock(setting)
  const log = createLog('silent')
  const faults: unknown[] = []
  const events = createEvents((error) => faults.push(error))
  const account = { accountSid: `AC${randomBytes(16).toString('hex')}`, authToken: randomBytes(16).toString('hex') }
  const carrier: Carrier = await startCarrier({
    account: account.accountSid,
    token: account.authToken,
    personaFor: () => WILLING,
    clock: setting,
    callsPerSecond: carrierCallsPerSecond,
  })
  const app = express()
  const server = createServer(app)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const publicBaseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const programme = createProgramme({ database })
  await programme.loadDefaults()
  await programme.refresh()
  const staff = createStaff({
    database,
    clock,
    events,
    programme,
    config: { carrier: null, demo: false },
    wrapUpsOf: readWrapUps,
  })
  const people = createPeople({
    database,
    clock,
    events,
    log,
    programme,
    dataDir: tmpdir(),
    afterImport: async () => {},
  })
  const compliance = createCompliance({
    installation: programme.known,
    lockPerson: people.lockPerson,
    roundsOf: readRounds,
  })

  const campaigns = createCampaigns({ clock, zone: async () => (await programme.known()).zone })
  const queue = {
    ...createHolding({
      database,
      clock,
      people,
      installation: programme.known,
      movePresence: staff.presence.move,
      hasOpenAttempt: readOpenAttempts,
    }),
    ...createHanding({ clock, campaigns, people }),
  }
  const connect = ({ apiBaseUrl = carrier.url, from = OWN_NUMBER, authToken = account.authToken }: ServerWanted) =>
    createTwilioPort({
      accountSid: account.accountSid,
      authToken,
      apiBaseUrl,
      from,
      callsPerSecond: 1_000,
      fallbackUrl: FALLBACK_URL,
      publicBaseUrl,
    })
  const serve = (own: ServerWanted = {}, port = connect(own)) =>
    createTelephony({
      database,
      clock: own.clock ?? clock,
      events,
      log: own.log ?? log,
      clockOff: own.clockOff ?? (() => null),
      patience: own.patience ?? Number.POSITIVE_INFINITY,
      needs: {
        ...{ presence: staff.presence, people, compliance, queue, campaigns },
        seatChoice: staff.seatChoice,
        writeReason: staff.writeReason,
        chooseSeat: staff.chooseSeat,
        house: programme.known,
      },
      carrier: carried ? { port, callsPerSecond: own.callsPerSecond ?? 1_000, ownNumbers: [OWN_NUMBER] } : null,
      publicBaseUrl,
    })
  const port = connect({})
  const telephony = serve({}, port)
  listenForTelephony(events, telephony)
  app.use(
    '/webhooks/twilio',
    twilioWebhooks({ telephony, clock, carrier: account, publicBaseUrl, audit: (entry) => staff.audit(db, entry) }),
  )
  app.use(SOUNDS, soundRoutes(telephony.ivr))
  app.use(problemHandler(log))

  let made = 0
  return {
    database,
    db,
    clock,
    events,
    setting,
    carrier,
    port,
    /** Another server on the same database. */
    serve,
    programme,
    staff,
    people,
    compliance,
    telephony,
    queue,
    account,
    publicBaseUrl,
    /** What went wrong where nobody waits. */
    faults,

    /** An agent at a desk, whose softphone is registered. */
    addAgent: async (): Promise<UserId> => {
      const id = randomUUID() as UserId
      const createdAt = clock.now()
      await db.user.create({
        data: {
          id,
          email: `${id}@example.test`,
          name: 'Agent',
          passwordHash: '',
          role: 'agent',
          locale: 'en',
          languages: ['en'],
          active: true,
          createdAt,
        },
      })
      await database.tx((tx) => staff.presence.move(tx, id, ['offline'], 'ready', createdAt))
      await openPhone(carrier, id)
      return id
    },

    /** A consenting customer of Tashkent on this agent's desk. */
    giveCustomer: async (agentId: UserId): Promise<HeldCustomer> => {
      const ids = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
      const [customerId = '', phoneId = '', episodeId = '', workItemId = ''] = ids
      const at = clock.now()
      const e164 = `+99890${String(++made).padStart(7, '0')}`
      const place = { city: 'Toshkent', country: 'UZ', zone: 'Asia/Tashkent' }
      const person = {
        id: customerId,
        householdId: customerId,
        name: `Customer ${made}`,
        searchName: `customer ${made}`,
      }
      await db.customer.create({ data: { ...person, ...place, consent: true, attributes: {}, createdAt: at } })
      await db.phone.create({ data: { id: phoneId, e164, country: 'UZ', zones: ['Asia/Tashkent'] } })
      await db.customerPhone.create({ data: { customerId, phoneId, rank: 0 } })
      const lapse = { kind: 'dormant', state: 'assigned', arm: 'treat', lapsedAt: at, openedAt: at }
      await db.episode.create({ data: { id: episodeId, customerId, ...lapse } })
      await db.workItem.create({
        data: {
          id: workItemId,
          customerId,
          episodeId,
          campaignId: CAMPAIGN,
          phoneId,
          state: 'leased',
          dueAt: at,
          agentId,
          leasedAt: at,
          leaseUntil: new Date(at.getTime() + 3_600_000),
          fence: 1n,
          attempts: 0,
          createdAt: at,
        },
      })
      await database.tx((tx) => staff.presence.move(tx, agentId, ['ready'], 'preview', at))
      return {
        agentId,
        customerId: customerId as CustomerId,
        phoneId: phoneId as PhoneId,
        episodeId: episodeId as EpisodeId,
        workItemId: workItemId as WorkItemId,
        e164,
        fence: 1n,
      }
    },

    newCallId: (seed?: string): CallId => {
      const hex = seed ? createHash('sha256').update(seed).digest('hex') : ''
      return (
        hex
          ? `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
          : randomUUID()
      ) as CallId
    },

    /** Until this is true, at most so long. */
    until: async (what: () => Promise<boolean>, withinMs = 10_000): Promise<void> => {
      for (let waited = 0; !(await what()); waited += 20) {
        if (waited >= withinMs) throw new Error('did not come to pass')
        await new Promise((done) => setTimeout(done, 20))
      }
    },

    close: async () => {
      await carrier.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await database.drop()
    },
  }
}
export type Line = Awaited<ReturnType<typeof createLine>>
