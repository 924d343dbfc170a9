import type { CustomerId, EpisodeId } from '#contract/ids'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Compliance } from '../compliance/compliance.service.ts'
import type { People } from '../people/people.service.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Events } from '../platform/events.ts'
import type { Programme } from '../programme/programme.service.ts'
import type { Queue } from '../queue/queue.service.ts'
import type { Staff } from '../staff/staff.service.ts'
import type { Telephony } from '../telephony/telephony.service.ts'

/** What outcomes ask of the features to their left. */
export type OutcomesDeps = {
  database: Database
  clock: Clock
  events: Events
  programme: Pick<Programme, 'taxonomy' | 'installation'>
  presence: Pick<Staff['presence'], 'read' | 'move' | 'startWrapUps'>
  people: Pick<
    People,
    | 'lockPerson'
    | 'phones'
    | 'openComplaint'
    | 'openComplaintCount'
    | 'strikePhone'
    | 'raiseFault'
    | 'addContactRecord'
    | 'addPromise'
    | 'episode'
    | 'moveEpisode'
  >
  campaigns: Pick<Campaigns, 'byId'>
  compliance: Pick<Compliance, 'permitFor' | 'recordStop' | 'settleAttempt' | 'writeBlocks' | 'blocksOf'>
  ranking: {
    /** Never fails: what was recorded stands. */
    rescoreAfter: (customerIds: readonly CustomerId[], now: Date) => Promise<void>
    why: (tx: Tx, episodeId: EpisodeId) => Promise<{ secondLifeMinor: string; offers: { code: string }[] } | null>
  }
  queue: Pick<Queue, 'hold' | 'close' | 'comeBack'>
  telephony: Pick<Telephony, 'latestOfItem'>
}
