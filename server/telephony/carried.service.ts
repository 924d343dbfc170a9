import type { Clock } from '../platform/clock.ts'
import type { Database, Tx } from '../platform/database.pg.ts'
import type { Log } from '../platform/log.machine.ts'
import { createInbound } from './inbound/inbound.service.ts'
import type { Ivr } from './inbound/ivr.service.ts'
import type { LineCare } from './line.service.ts'
import type { TelephonyNeeds } from './needs.ts'
import type { PhonePort } from './port.ts'
import type { CallChange, Progress } from './progress.service.ts'
import { createRecordings } from './recordings.service.ts'
import { createRetention } from './retention.service.ts'
import { createRooms } from './rooms.service.ts'
import { createSeats } from './seats.service.ts'
import { createSupervision } from './supervision.service.ts'
import { createTransfers } from './transfers.service.ts'

export type CarriedDeps = {
  database: Database
  clock: Clock
  log: Log
  needs: TelephonyNeeds
  progress: Progress
  care: LineCare
  carrier: { port: PhonePort; ownNumbers: readonly string[] }
  ivr: Pick<Ivr, 'flow'>
  tell: (change: CallChange | null) => void
  pause: (ms: number) => Promise<void>
}

/** Everything that only a phone network makes possible: rooms and who sits in them, what is recorded, who rings us. */
export function createCarried({ carrier, ivr, care, pause, ...common }: CarriedDeps) {
  const { database, clock, needs, progress, tell } = common
  const { port, ownNumbers } = carrier
  const seats = createSeats({ database, clock, port, care, choiceOf: needs.seatChoice, pause })
  const settleRooms = createRooms({ database, clock, port })
  const region = async () => (await needs.house()).region
  const transfers = createTransfers({ ...common, seats, port, settleRooms, region, ownNumbers })
  const recorded = async (tx: Tx) => {
    const campaigns = await needs.campaigns.activeCampaigns(tx)
    return new Set(campaigns.filter(({ recording }) => recording === 'announced').map(({ id }) => id))
  }
  return {
    port,
    seats,
    settleRooms,
    transfers,
    recordings: createRecordings({ database, clock, port, recorded, writeReason: needs.writeReason }),
    forgetOld: createRetention({ database, clock, port, days: async () => (await needs.house()).recordingDays }),
    supervision: createSupervision({ database, clock, needs, seats, port, transfers, settleRooms }),
    inbound: createInbound({
      ...{ database, clock, log: common.log, port, progress, settleRooms, tell },
      people: needs.people,
      presence: needs.presence,
      startPreviews: needs.presence.startPreviews,
      queue: needs.queue,
      flow: ivr.flow,
      zone: async () => (await needs.house()).zone,
    }),
  }
}
export type Carried = ReturnType<typeof createCarried>
