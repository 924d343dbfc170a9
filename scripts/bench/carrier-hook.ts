import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { signRequest } from '../carrier/hooks/sign.ts'
import type { LiveHouse } from './live-house.ts'

/** Given up before the server would, so that nothing is sent into a closing connection. */
const KEPT_ALIVE = new Agent({ keepAlive: true, timeout: 2_000 })

/** One request as the carrier makes it, signed with the account's token; what is not answered so throws. */
export async function sendHook(
  { url, account }: LiveHouse,
  path: string,
  facts: Record<string, string>,
  status: number,
): Promise<void> {
  const address = `${url}/webhooks/twilio${path}`
  const form = { AccountSid: account.accountSid, ApiVersion: '2010-04-01', ...facts }
  const body = new URLSearchParams(form).toString()
  const headers = {
    ...{ 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
    'x-twilio-signature': signRequest(account.authToken, address, form),
  }
  const sent = request(address, { method: 'POST', headers, agent: KEPT_ALIVE })
  sent.end(body)
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]
  answer.resume()
  await once(answer, 'end')
  if (answer.statusCode !== status) throw new Error(`${path} was answered with ${answer.statusCode}`)
}
