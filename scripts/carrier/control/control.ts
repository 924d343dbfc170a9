import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { ACTIONS, type Answer, type ControlContext } from './actions.ts'
import { sendEvents } from './events.ts'
import { isPage, servePage } from './page.ts'

export type { ControlContext } from './actions.ts'

/** The truth log from `since`, as JSON lines; `follow=1` keeps the connection and goes on. */
function sendTruth({ net }: ControlContext, query: URLSearchParams, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' })
  for (const line of net.truth.since(Number(query.get('since') ?? 0))) response.write(`${JSON.stringify(line)}\n`)
  if (query.get('follow') !== '1') {
    response.end()
    return
  }
  const stop = net.truth.follow((line) => response.write(`${JSON.stringify(line)}\n`))
  response.on('close', stop)
}

const LOCAL_HOST = /^(127\.0\.0\.1|localhost)(:\d+)?$/

/** A page of another origin, or one that reached us by another name, steers nothing. */
function isOurs({ headers }: IncomingMessage): boolean {
  const { host = '', origin } = headers
  return LOCAL_HOST.test(host) && (origin === undefined || origin === `http://${host}`)
}

/** Answers /_sim/* and the network page: how tests, the demonstration and the network page steer the network. */
export async function serveControl(
  context: ControlContext,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://carrier')
  const send = ({ status, body: told }: Answer): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(told))
  }
  if (!isOurs(request)) return send({ status: 403, body: { error: 'asked from another origin' } })
  if (request.method === 'GET' && url.pathname === '/_sim/truth') return sendTruth(context, url.searchParams, response)
  if (request.method === 'GET' && url.pathname === '/_sim/events') return sendEvents(context.net, response)
  if (isPage(request.method, url.pathname)) return servePage(url.pathname, response)
  send(await perform(ACTIONS[`${request.method} ${url.pathname}`], context, body))
}

async function perform(
  action: (typeof ACTIONS)[string] | undefined,
  context: ControlContext,
  body: string,
): Promise<Answer> {
  if (!action) return { status: 404, body: { error: 'no such control' } }
  try {
    return await action(context, body === '' ? {} : JSON.parse(body))
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } }
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'not JSON' } }
    throw error
  }
}
