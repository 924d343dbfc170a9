import type { CustomerId } from '#contract/ids'
import { erasureParts } from './app.erasure.ts'
import { repointers } from './app.repointers.ts'
import { createCampaignEditor } from './campaigns/campaign-editor.service.ts'
import { createCampaigns } from './campaigns/campaigns.service.ts'
import { judgeCampaign } from './compliance/campaign-law.ts'
import { createCampaignPreview } from './compliance/campaign-preview.service.ts'
import { createCompliance } from './compliance/compliance.service.ts'
import { createLearning } from './learning/learning.service.ts'
import { createOutcomes } from './outcomes/outcomes.service.ts'
import { createErasure } from './people/erasure/erasure.service.ts'
import { createIdentity } from './people/identity/identity.service.ts'
import { createPeople } from './people/people.service.ts'
import { lockPerson } from './people/person.store.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import type { Database, Tx } from './platform/database.pg.ts'
import { createEvents } from './platform/events.ts'
import { addJob } from './platform/jobs.pg.ts'
import type { Log } from './platform/log.machine.ts'
import { createProgramme } from './programme/programme.service.ts'
import { createQueue } from './queue/queue.service.ts'
import { countRounds, readRounds, readWrapUps } from './queue/rounds.store.ts'
import { StoppedRescore } from './ranking/fit-base.service.ts'
import { createRanking } from './ranking/ranking.service.ts'
import { ask, RESCORE_JOB } from './ranking/rescore-runs.store.ts'
import { createMeasures } from './reporting/measures.service.ts'
import { createQuality } from './reporting/quality.service.ts'
import { createReporting } from './reporting/reporting.service.ts'
import { createSetup } from './staff/setup.service.ts'
import { createStaff } from './staff/staff.service.ts'
import { createTelephony } from './telephony/telephony.service.ts'
import { readOpenAttempts } from './telephony/telephony.store.ts'
import { createTwilioPort } from './telephony/twilio.carrier.ts'

export type AppNeeds = { config: Config; database: Database; clock: Clock; log: Log }
/** `clockOff`: since when this process does not know what time it is. */
export type FeatureNeeds = AppNeeds & { clockOff: () => Date | null }
export type Features = Awaited<ReturnType<typeof createFeatures>>

/** Every feature with what it needs of those to its left. */
export async function createFeatures({ config, database, clock, log, clockOff }: FeatureNeeds) {
  const events = createEvents((error, name) => log.error({ err: error, event: name }, 'event.failed'))

  const programme = createProgramme({ database })
  await programme.loadDefaults()
  await programme.refresh()
  const staff = createStaff({ database, clock, events, programme, config, wrapUpsOf: readWrapUps })
  const setup = createSetup({ database, clock, programme })
  const people = createPeople({
    database,
    clock,
    events,
    log,
    programme,
    dataDir: config.dataDir,
    erasureKey: config.erasureKey,
    thread: { databaseUrl: database.url, clock: config.clock, erasureKey: config.erasureKey },
    afterImport: ask,
  })
  if (await people.erasedKeys.isForeign(database.db))
    throw new Error('ERASURE_KEY is not the one with which people were erased here: none of them would be recognised')
  const zone = async () => (await programme.known()).zone
  const campaigns = createCampaigns({ clock, zone })
  const compliance = createCompliance({ installation: programme.known, lockPerson, roundsOf: readRounds })
  const campaignEditor = createCampaignEditor({
    database,
    clock,
    audit: staff.audit,
    callerIds: config.callerIds,
    house: programme.installation,
    offerCodes: async () => (await programme.taxonomy()).offers.map(({ code }) => code),
    judge: judgeCampaign,
    countRounds,
  })
  const campaignPreviews = createCampaignPreview({ database, clock, campaigns, permitMany: compliance.permitMany })
  const ranking = createRanking({ database, programme, clock, events, log, threaded: true })
  /** What is known of her has changed: her score at once, and if she has come into the queue by it, her place there soon. */
  const rescoreNow = async (tx: Tx, customerId: CustomerId, now: Date): Promise<void> => {
    await ranking.rescoreCustomers(tx, [customerId], now)
    await addJob(tx, RESCORE_JOB)
  }
  const queue = createQueue({
    database,
    clock,
    events,
    campaigns,
    compliance,
    people,
    installation: programme.known,
    rankingWhy: ranking.why,
    rankingHours: ranking.hours,
    countWorking: staff.presence.countWorking,
    rankingOffers: ranking.offersFor,
    audit: staff.audit,
    movePresence: staff.presence.move,
    moveToPreview: staff.presence.startPreviews,
    hasOpenAttempt: readOpenAttempts,
  })
  const carrier = config.carrier && {
    port: createTwilioPort({ ...config.carrier, publicBaseUrl: config.publicBaseUrl }),
    callsPerSecond: config.carrier.callsPerSecond,
    ownNumbers: [config.carrier.from],
  }
  const telephony = createTelephony({
    database,
    clock,
    events,
    log,
    clockOff,
    needs: {
      ...{ presence: staff.presence, people, compliance, queue, campaigns },
      seatChoice: staff.seatChoice,
      writeReason: staff.writeReason,
      chooseSeat: staff.chooseSeat,
      house: programme.known,
    },
    carrier,
    publicBaseUrl: config.publicBaseUrl,
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
  const erasure = createErasure(erasureParts({ database, clock, keys: people.erasedKeys, stop: compliance.recordStop }))
  const reporting = createReporting({ database, clock, zone, queue, telephony })
  const measures = createMeasures({ database, clock, log, programme, people })
  const quality = createQuality({ database, clock, people })
  const identity = createIdentity({
    database,
    clock,
    repointers,
    audit: staff.audit,
    afterChange: async (tx, customerId, now) => {
      await queue.renumber(tx, customerId, now)
      await rescoreNow(tx, customerId, now)
    },
  })

  const learning = createLearning({ database, clock, log, programme, audit: staff.audit })

  /** What the job does: only what somebody has asked for, or a stopped process has left. */
  const rankAsked = async (): Promise<void> => {
    try {
      await ranking.rescoreAsked(clock.now())
    } catch (error) {
      if (!(error instanceof StoppedRescore)) throw error
      return addJob(database.db, RESCORE_JOB) // the next process goes on
    }
    await queue.fill(clock.now())
  }
  const rank = async (): Promise<void> => {
    await ranking.rescoreAll(clock.now())
    await queue.fill(clock.now())
  }

  return {
    events,
    programme,
    staff,
    setup,
    people,
    campaigns,
    campaignEditor,
    campaignPreviews,
    compliance,
    ranking,
    queue,
    telephony,
    outcomes,
    erasure,
    reporting,
    measures,
    quality,
    identity,
    learning,
    /** The centre's zone. */
    zone,
    rankAsked,
    rescoreNow,
    /** Score, fill and shortlist, at once, whether or not anybody has asked. */
    rank,
  }
}
