import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { Clock } from '../clock/clock.ts'
import type { Door } from '../faults/door.ts'
import { Faults } from '../faults/faults.ts'
import { pressKeys } from '../net/keys.ts'
import { isOver, type Network } from '../net/network.ts'
import { receiveCall } from '../net/place.ts'
import { awaitInbound } from '../people/people.ts'
import type { Persona } from '../people/persona.ts'
import type { Registry } from '../softphone/registry.ts'

export type ControlContext = {
  net: Network
  clock: Clock
  door: Door
  registry: Registry
  /** Personas that stand in for the world's, by number; `*` is everybody. */
  overrides: Map<string, Partial<Persona>>
  personaOf: (e164: string, attempt: number) => Persona
}

const PersonaPart = z.strictObject({
  kind: z.enum(['answers', 'no-answer', 'busy', 'voicemail', 'wrong-number', 'invalid']).optional(),
  ringSeconds: z.number().min(0).optional(),
  talkSeconds: z.number().min(0).optional(),
  temper: z.enum(['warm', 'neutral', 'cold', 'angry']).optional(),
  saysStop: z.boolean().optional(),
  reason: z.string().optional(),
  acceptsOffers: z.array(z.string()).optional(),
  hangsUpAfterSilenceSeconds: z.number().min(0).optional(),
})
const ClockBody = z.union([
  z.strictObject({ stepped: z.literal(true), epoch: z.number() }),
  z.strictObject({ origin: z.number(), epoch: z.number(), speed: z.number().positive() }),
])
const Bodies = {
  personas: z.record(z.string(), PersonaPart),
  clients: z.strictObject({ identity: z.string().min(1), manual: z.boolean().default(false) }),
  inbound: z.strictObject({ from: z.string(), to: z.string(), patienceSeconds: z.number().positive().default(60) }),
  numbers: z.record(
    z.string(),
    z.strictObject({ voiceUrl: z.url(), fallbackUrl: z.url().optional(), statusCallback: z.url().optional() }),
  ),
  refusals: z.array(z.strictObject({ prefix: z.string().min(1), code: z.int() })),
  digits: z.strictObject({ callSid: z.string(), digits: z.string().regex(/^[\d*#]+$/) }),
  step: z.strictObject({ ms: z.number().min(0) }),
} as const

type Answer = { status: number; body: unknown }
const ok = (body: unknown): Answer => ({ status: 200, body })

const ACTIONS: Record<string, (context: ControlContext, body: unknown) => Answer | Promise<Answer>> = {
  'POST /_sim/personas': ({ overrides }, body) => {
    for (const [number, persona] of Object.entries(Bodies.personas.parse(body)))
      overrides.set(number, persona as Partial<Persona>)
    return ok(Object.fromEntries(overrides))
  },
  'DELETE /_sim/personas': ({ overrides }) => {
    overrides.clear()
    return ok({})
  },
  'GET /_sim/clients': ({ registry }) => ok(registry.list()),
  'POST /_sim/clients': ({ registry }, body) => {
    const { identity, manual } = Bodies.clients.parse(body)
    registry.register(identity, manual, null)
    return ok(registry.list())
  },
  'GET /_sim/faults': ({ door }) => ok(door.faults()),
  'POST /_sim/faults': async ({ door }, body) => {
    const wanted = Faults.parse(body)
    if (wanted.outage === 'refuse' && wanted.outageMs === null)
      return { status: 400, body: { error: 'nobody could end it from outside: say outageMs' } }
    return ok(await door.setFaults(wanted))
  },
  'GET /_sim/numbers': ({ net }) => ok(Object.fromEntries(net.numbers)),
  'POST /_sim/numbers': ({ net }, body) => {
    for (const [number, own] of Object.entries(Bodies.numbers.parse(body))) net.numbers.set(number, own)
    return ok(Object.fromEntries(net.numbers))
  },
  'POST /_sim/refusals': ({ net }, body) => {
    net.refusals.splice(0, net.refusals.length, ...Bodies.refusals.parse(body))
    return ok(net.refusals)
  },
  'POST /_sim/inbound': ({ net, personaOf }, body) => {
    const { from, to, patienceSeconds } = Bodies.inbound.parse(body)
    const leg = receiveCall(net, from, to)
    if (!leg) return { status: 404, body: { error: `${to} is none of our numbers` } }
    awaitInbound(net, leg, patienceSeconds, personaOf(from, 1))
    return ok({ callSid: leg.sid })
  },
  'POST /_sim/digits': ({ net }, body) => {
    const { callSid, digits } = Bodies.digits.parse(body)
    const leg = net.legs.get(callSid)
    if (!leg || isOver(leg)) return { status: 404, body: { error: `${callSid} is no call that is on` } }
    return ok({ heard: pressKeys(net, leg, digits) })
  },
  'GET /_sim/clock': ({ clock }) => ok({ now: clock.now(), setting: clock.setting() }),
  'POST /_sim/clock': ({ clock }, body) => {
    clock.set(ClockBody.parse(body))
    return ok({ now: clock.now(), setting: clock.setting() })
  },
  'POST /_sim/clock/step': async ({ clock }, body) => {
    if (!clock.stepped) return { status: 409, body: { error: 'the clock runs by itself' } }
    await clock.step(Bodies.step.parse(body).ms)
    return ok({ now: clock.now() })
  },
  'GET /_sim/calls': ({ net }) =>
    ok(
      [...net.legs.values()]
        .filter((leg) => !isOver(leg))
        .map(({ sid, to, from, status }) => ({ sid, to, from, status })),
    ),
}

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

/** Answers /_sim/*: how tests and the demonstration steer the network. */
export async function serveControl(
  context: ControlContext,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://carrier')
  if (request.method === 'GET' && url.pathname === '/_sim/truth') return sendTruth(context, url.searchParams, response)
  const action = ACTIONS[`${request.method} ${url.pathname}`]
  const answer = await perform(action, context, body)
  response.writeHead(answer.status, { 'Content-Type': 'application/json' })
  response.end(JSON.stringify(answer.body))
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
