import type { CustomerId, UserId, WorkItemId } from '#contract/ids'
import type { StopCode } from '#contract/outcomes'
import { touch } from '../platform/bus.pg.ts'
import type { Tx } from '../platform/database.pg.ts'
import { Refusal } from '../platform/problem.ts'
import type { OutcomesDeps } from './needs.ts'
import { stopKindOf } from './stop-kind.ts'

export type StopInput = { workItemId: WorkItemId; fence: bigint; code: StopCode }

/**
 * Commits when pressed: the customer's wish does not wait for the outcome, nor for the lease of whoever heard it.
 * The work item stays on the desk. Legs that are not answered yet end; the conversation is the agent's to close.
 */
export function createStops({ database, clock, events, people, compliance, queue, telephony }: OutcomesDeps) {
  /** Who held the customer, or spoke with her last, may say so. */
  const findCustomer = async (tx: Tx, input: StopInput, userId: UserId): Promise<CustomerId> => {
    try {
      return (await queue.hold(tx, userId, input.workItemId, input.fence)).customerId
    } catch (error) {
      const latest = await telephony.latestOfItem(tx, input.workItemId)
      if (error instanceof Refusal && latest?.agent_id === userId) return latest.customer_id
      throw error
    }
  }

  return async (input: StopInput, userId: UserId): Promise<{ at: string }> => {
    const { at, customerId } = await database.tx(async (tx) => {
      const whose = await findCustomer(tx, input, userId)
      await people.lockPerson(tx, whose)
      const now = clock.now() // once no dial is under way: what is dialled later was created later
      const phoneIds = (await people.phones(tx, whose)).map(({ id }) => id)
      const kind = stopKindOf(input.code)
      await compliance.recordStop(tx, { kind, customerId: whose, phoneIds, byUserId: userId, at: now })
      await people.addContactRecord(tx, {
        customerId: whose,
        key: `stop:${kind}:${input.workItemId}`,
        kind: 'stop',
        direction: 'in',
        at: now,
        text: '',
        code: input.code,
        byUserId: userId,
      })
      await touch(tx, [`agent:${userId}`, `card:${input.workItemId}`, 'wall'])
      return { at: now, customerId: whose }
    })
    events.emit('stop.recorded', { customerId })
    return { at: at.toISOString() }
  }
}
