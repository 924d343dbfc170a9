import type { UserId } from '#contract/ids'
import type { Carrier } from '../../scripts/carrier/carrier.ts'
import { identityOf } from '../../server/telephony/twilio.carrier.ts'

/** Asks the simulated network for something that happens there; its answer. */
export async function tellNetwork({ url }: Pick<Carrier, 'url'>, path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(`${url}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  return answer.json()
}

/** This agent's browser is there to be rung. */
export const openPhone = (carrier: Pick<Carrier, 'url'>, userId: UserId): Promise<unknown> =>
  tellNetwork(carrier, 'clients', { identity: identityOf(userId) })
