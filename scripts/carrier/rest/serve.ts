import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FaultBox } from '../faults/faults.ts'
import type { Network } from '../net/network.ts'
import { CALL_ROUTES } from './calls.ts'
import { CONFERENCE_ROUTES } from './conferences.ts'
import { PARTICIPANT_ROUTES } from './participants.ts'
import { PROBLEMS, RestProblem } from './problem.ts'
import { QUEUE_ROUTES } from './queues.ts'
import { RECORDING_ROUTES, SOUND_ROUTE } from './recordings.ts'
import type { RestAnswer, RestRequest, Route } from './request.ts'

/** What Twilio's OpenAPI file describes. */
export const ROUTES: readonly Route[] = [
  ...CALL_ROUTES,
  ...RECORDING_ROUTES,
  ...PARTICIPANT_ROUTES,
  ...CONFERENCE_ROUTES,
  ...QUEUE_ROUTES,
]
const ALL_ROUTES: readonly Route[] = [...ROUTES, SOUND_ROUTE]
const PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/(.+)$/

export type RestContext = { net: Network; faults: FaultBox; secrets: ReadonlyMap<string, string> }

const isSame = (a: string, b: string): boolean =>
  Buffer.byteLength(a) === Buffer.byteLength(b) && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Basic authentication with the account and its token, or an API key and its secret. */
function isAuthentic(header: string | undefined, secrets: ReadonlyMap<string, string>): boolean {
  const [user = '', ...rest] = Buffer.from(header?.match(/^Basic (.+)$/i)?.[1] ?? '', 'base64')
    .toString('utf8')
    .split(':')
  const secret = secrets.get(user)
  return secret !== undefined && isSame(rest.join(':'), secret)
}

/** Whether this request is the REST API's. */
export const isRest = (url: string): boolean => url.startsWith('/2010-04-01/')

/** Answers one request of the REST API, with the faults asked for. */
export async function serveRest(
  { net, faults, secrets }: RestContext,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const outage = faults.outage()
  // Only a connection from before the outage comes here when the address itself refuses.
  if (outage === 'refuse') request.socket.destroy()
  if (outage === 'refuse' || outage === 'silent') return
  const url = new URL(request.url ?? '/', 'http://carrier')
  const [, account = '', resource = ''] = PATH.exec(url.pathname) ?? []
  const send = (answer: RestAnswer): void => {
    response.writeHead(answer.status, { 'Content-Type': answer.sound ? 'audio/x-wav' : 'application/json' })
    response.end(answer.sound ?? (answer.body === null ? undefined : JSON.stringify(answer.body)))
  }
  const wait = async (ms: number): Promise<void> => {
    if (ms > 0) await new Promise<void>((resume) => net.clock.after(ms, resume))
  }
  try {
    if (outage === 'error') throw PROBLEMS.away()
    if (!isAuthentic(request.headers.authorization, secrets) || account !== net.account) throw PROBLEMS.unauthorised()
    const route = ALL_ROUTES.find((one) => one.method === request.method && one.pattern.test(resource))
    if (!route) throw PROBLEMS.notFound(url.pathname)
    const asked: RestRequest = {
      net,
      params: route.pattern.exec(resource)?.slice(1) ?? [],
      query: url.searchParams,
      form: new URLSearchParams(body),
      path: url.pathname,
      faults: faults.get(),
    }
    const happens = (fault: string): void => net.truth.record('fault', { fault, to: asked.form.get('To') ?? '' })
    if (faults.takeBurst()) {
      happens('burst429')
      throw PROBLEMS.tooMany()
    }
    const fault = route.creates ? faults.createFault() : null
    if (fault) happens(fault)
    if (fault === 'halfOpen') return
    if (fault === 'error500') throw PROBLEMS.broken()
    if (fault === 'error503') throw PROBLEMS.away()
    if (fault === 'throttle429') throw PROBLEMS.tooMany()
    const answer = route.answer(asked)
    if (fault === 'acceptThenTimeout') return
    await wait((route.creates ? faults.get().restDelayMs : 0) + faults.slowMs())
    if (fault === 'acceptThen500') throw PROBLEMS.broken()
    send(answer)
  } catch (error) {
    if (!(error instanceof RestProblem)) throw error
    const { status, code, message } = error
    send({ status, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } })
  }
}
