import { type Line, OWN_NUMBER } from './line.ts'

type Reached = Pick<Line, 'carrier' | 'publicBaseUrl'>
const post = async ({ carrier }: Reached, path: string, body: unknown): Promise<unknown> => {
  const answer = await fetch(`${carrier.url}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
  return answer.json()
}

/** From now on our number is answered; `voiceUrl` and `fallbackUrl` as the carrier has them, by default ours and none. */
export async function openNumber(line: Reached, own: { voiceUrl?: string; fallbackUrl?: string } = {}): Promise<void> {
  const hooks = `${line.publicBaseUrl}/webhooks/twilio`
  const at = { voiceUrl: `${hooks}/inbound`, statusCallback: `${hooks}/calls?inbound=1`, ...own }
  await post(line, 'numbers', { [OWN_NUMBER]: at })
}

/** Somebody rings our number; the SID of their leg. */
export async function ringIn(line: Reached, from: string, plan: Record<string, unknown> = {}): Promise<string> {
  const told = await post(line, 'inbound', { from, to: OWN_NUMBER, patienceSeconds: null, ...plan })
  return (told as { callSid: string }).callSid
}
