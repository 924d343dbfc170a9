import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Exchange } from './openapi.ts'

const parse = (text: string): unknown => (text === '' ? null : JSON.parse(text))

async function read(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** Stands between a client and the carrier, changes nothing and keeps what was said. */
export async function openRecordingProxy(target: string) {
  const exchanges: Exchange[] = []
  const server = createServer(async (req, res) => {
    const form = (await read(req)).toString('utf8')
    const url = new URL(req.url ?? '/', target)
    const onward = request(`${target}${req.url}`, { method: req.method, headers: req.headers }, async (answer) => {
      const body = await read(answer)
      const [path, query] = [url.pathname, url.search.slice(1)]
      const status = answer.statusCode ?? 0
      // The contract is of the API, not of the sound that lies beside it.
      if (!path.endsWith('.wav'))
        exchanges.push({ method: req.method ?? '', path, query, form, status, body: parse(body.toString('utf8')) })
      res.writeHead(status, answer.headers)
      res.end(body)
    })
    onward.once('error', () => res.destroy())
    onward.end(form)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    close: (): Promise<void> => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
export type RecordingProxy = Awaited<ReturnType<typeof openRecordingProxy>>
