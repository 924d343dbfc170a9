import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  path: string
  /** As the product would build it: its public address and the request line. */
  url: string
  params: Record<string, string>
  signature: string
  idempotency: string
}
export type Reply = { status: number; type?: string; body?: string | Buffer }

/** For tests: a server that stands where the product would, keeps what it was told and answers as it is bidden. */
export async function recordWebhooks(answer: (received: Received) => Reply = () => ({ status: 204 })) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const one: Received = {
        path: new URL(request.url ?? '/', url).pathname,
        url: `${url}${request.url}`,
        params: Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString('utf8'))),
        signature: String(request.headers['x-twilio-signature'] ?? ''),
        idempotency: String(request.headers['i-twilio-idempotency-token'] ?? ''),
      }
      received.push(one)
      const reply = answer(one)
      response.writeHead(reply.status, { 'Content-Type': reply.type ?? 'text/xml' })
      response.end(reply.body)
    })
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    received,
    statuses: () => received.map((one) => one.params.CallStatus ?? one.params.StatusCallbackEvent ?? ''),
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
