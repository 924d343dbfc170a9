import type { CustomerId, PhoneId } from '#contract/ids'
import type { Compliance } from '../compliance/compliance.service.ts'
import type { People } from '../people/people.service.ts'
import type { Tx } from '../platform/database.pg.ts'
import { refuse } from '../platform/problem.ts'
import type { Queue } from '../queue/queue.service.ts'
import type { Staff } from '../staff/staff.service.ts'

/** What telephony asks of the features to its left. */
export type TelephonyNeeds = {
  presence: Pick<Staff['presence'], 'read' | 'move' | 'moveAll' | 'startWrapUps' | 'moreWrapUp'>
  people: Pick<People, 'lockPerson' | 'phones' | 'strikePhone'>
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
  queue: Pick<Queue, 'hold'>
}

/** The number of a call, E.164; it stays readable when it is struck meanwhile. */
export async function numberOf(
  people: TelephonyNeeds['people'],
  tx: Tx,
  call: { customer_id: CustomerId; phone_id: PhoneId },
): Promise<string> {
  const phone = (await people.phones(tx, call.customer_id)).find(({ id }) => id === call.phone_id)
  return phone?.e164 ?? refuse(409, 'phone.missing')
}
