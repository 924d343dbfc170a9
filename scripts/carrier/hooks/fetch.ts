import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { Delivery, RetryReason } from './overrides.ts'
import { addressToSign, type Params, signRequest } from './sign.ts'

export type Reply =
  | {
      ok: true
      status: number
      contentType: string
      body: string
      /** The beginning of the body as it came, and how long the whole was. */
      bytes: Buffer
      size: number
    }
  | { ok: false; reason: RetryReason; detail: string }

const AGENTS = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }
const LARGEST_BODY_BYTES = 1_000_000

const encodeForm = (params: Params): string =>
  Object.entries(params)
    .flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : value.map((one) => [key, one])))
    .map(([key, value]) => `${encodeURIComponent(key ?? '')}=${encodeURIComponent(value ?? '')}`)
    .join('&')

async function readBody(message: IncomingMessage): Promise<{ bytes: Buffer; size: number }> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of message) {
    size += (part as Buffer).length
    if (size <= LARGEST_BODY_BYTES) parts.push(part as Buffer)
  }
  return { bytes: Buffer.concat(parts), size }
}

/** One signed request, within its time limits. Never throws. */
export function fetchSigned(
  method: 'GET' | 'POST',
  url: string,
  params: Params,
  { token, idempotency, delivery }: { token: string; idempotency: string; delivery: Delivery },
): Promise<Reply> {
  const bare = url.split('#', 1)[0] ?? url
  const form = encodeForm(params)
  const address = method === 'GET' && form ? `${bare}${bare.includes('?') ? '&' : '?'}${form}` : bare
  const headers: Record<string, string> = {
    'User-Agent': 'TwilioProxy/1.1',
    'X-Twilio-Signature': signRequest(token, addressToSign(address), method === 'POST' ? params : {}),
    'I-Twilio-Idempotency-Token': idempotency,
  }
  if (method === 'POST') {
    headers['Content-Type'] = 'application/x-www-form-urlencoded; charset=UTF-8'
    headers['Content-Length'] = String(Buffer.byteLength(form))
  }
  return new Promise((settle) => {
    const secure = address.startsWith('https:')
    let connected = false
    const clocks: NodeJS.Timeout[] = []
    const finish = (reply: Reply): void => {
      for (const clock of clocks) clearTimeout(clock)
      settle(reply)
    }
    const sent = (secure ? requestHttps : requestHttp)(
      address,
      { method, headers, agent: secure ? AGENTS.https : AGENTS.http },
      (message) => {
        readBody(message).then(
          (read) =>
            finish({
              ok: true,
              status: message.statusCode ?? 0,
              contentType: message.headers['content-type'] ?? '',
              body: read.bytes.toString('utf8'),
              ...read,
            }),
          (error: Error) => finish({ ok: false, reason: 'rt', detail: error.message }),
        )
      },
    )
    const giveUp = (reason: RetryReason, detail: string): void => {
      finish({ ok: false, reason, detail })
      sent.destroy()
    }
    const awaitReply = (): void => {
      connected = true
      clocks.push(setTimeout(() => giveUp('rt', 'read timeout'), delivery.readMs))
    }
    clocks.push(setTimeout(() => !connected && giveUp('ct', 'connect timeout'), delivery.connectMs))
    clocks.push(setTimeout(() => giveUp(connected ? 'rt' : 'ct', 'total timeout'), delivery.totalMs))
    sent.on('socket', (socket) => (socket.connecting ? socket.once('connect', awaitReply) : awaitReply()))
    sent.on('error', (error: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && error.code === 'ECONNRESET') {
        fetchSigned(method, url, params, { token, idempotency, delivery }).then(finish)
        return
      }
      finish({ ok: false, reason: connected ? 'rt' : 'ct', detail: error.code ?? error.message })
    })
    sent.end(method === 'POST' ? form : undefined)
  })
}
