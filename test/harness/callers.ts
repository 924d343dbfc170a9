import { type Line, OWN_NUMBER } from './line.ts'
import { tellNetwork } from './network.ts'

type Reached = Pick<Line, 'carrier' | 'publicBaseUrl'>
/** From now on our number is answered; `voiceUrl` and `fallbackUrl` as the carrier has them, by default ours and none. */
export async function openNumber(line: Reached, own: { voiceUrl?: string; fallbackUrl?: string } = {}): Promise<void> {
  const hooks = `${line.publicBaseUrl}/webhooks/twilio`
  const at = { voiceUrl: `${hooks}/inbound`, statusCallback: `${hooks}/calls?inbound=1`, ...own }
  await tellNetwork(line.carrier, 'numbers', { [OWN_NUMBER]: at })
}

/** Somebody rings our number; the SID of their leg. */
export async function ringIn(
  line: Pick<Line, 'carrier'>,
  from: string,
  plan: Record<string, unknown> = {},
): Promise<string> {
  const told = await tellNetwork(line.carrier, 'inbound', { from, to: OWN_NUMBER, patienceSeconds: null, ...plan })
  return (told as { callSid: string }).callSid
}

/** What this leg presses. */
export const press = ({ carrier }: Pick<Line, 'carrier'>, callSid: string, digits: string): Promise<unknown> =>
  tellNetwork(carrier, 'digits', { callSid, digits })
