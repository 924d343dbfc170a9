import type { CustomerId, PhoneId } from '#contract/ids'
import type { Campaigns } from '../campaigns/campaigns.service.ts'
import type { Compliance } from '../compliance/compliance.service.ts'
import type { People } from '../people/people.service.ts'
import type { Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import type { Queue } from '../queue/queue.service.ts'
import type { Staff } from '../staff/staff.service.ts'

/** What telephony asks of the features to its left. */
export type TelephonyNeeds = {
  presence: Pick<Staff['presence'], 'read' | 'move' | 'moveAll' | 'startWrapUps' | 'startPreviews' | 'moreWrapUp'>
  /** How somebody hears customers. */
  seatChoice: Staff['seatChoice']
  /** Words that stand beside an audit line, which holds none itself. */
  writeReason: Staff['writeReason']
  chooseSeat: Staff['chooseSeat']
  people: Pick<
    People,
    'lockPerson' | 'phones' | 'strikePhone' | 'findCaller' | 'addCaller' | 'addContactRecord' | 'survivorOf'
  >
  compliance: Pick<
    Compliance,
    | 'permitFor'
    | 'permitMany'
    | 'addAttempt'
    | 'settleAttempt'
    | 'writeBlocks'
    | 'blocksOf'
    | 'closedCountries'
    | 'closeCountryOf'
    | 'openCountries'
  >
  queue: Pick<Queue, 'hold' | 'handOver' | 'release' | 'leaseFor' | 'giveBack' | 'itemOf' | 'comeBack'>
  campaigns: Pick<Campaigns, 'activeCampaigns' | 'byId'>
  /** The centre's zone, the country whose numbers are typed without a code, and how long sound is kept. */
  house: () => Promise<{ zone: string; region: string; recordingDays: number }>
}

type Dialled = { customer_id: CustomerId; phone_id: PhoneId }

/** The number of a call, E.164, and its country; it stays readable when it is struck meanwhile. */
export async function phoneOf(
  people: Pick<TelephonyNeeds['people'], 'phones'>,
  tx: Tx,
  call: Dialled,
): Promise<{ e164: string; country: string | null }> {
  const phone = (await people.phones(tx, call.customer_id)).find(({ id }) => id === call.phone_id)
  return phone ?? refuse(409, 'phone.missing')
}

export const numberOf = async (
  people: Pick<TelephonyNeeds['people'], 'phones'>,
  tx: Tx,
  call: Dialled,
): Promise<string> => (await phoneOf(people, tx, call)).e164
