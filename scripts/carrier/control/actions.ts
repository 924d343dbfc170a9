import { z } from 'zod'
import type { Clock } from '../clock/clock.ts'
import type { Door } from '../faults/door.ts'
import { Faults } from '../faults/faults.ts'
import { pressKeys } from '../net/keys.ts'
import { answerLeg, endLeg, hangUp } from '../net/leg.ts'
import { isClient, isOver, type Leg, type Network } from '../net/network.ts'
import { receiveCall } from '../net/place.ts'
import { awaitInbound, type Caller } from '../people/inbound.ts'
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
  callerOf: (e164: string) => Caller
}

const PersonaPart = z.strictObject({
  kind: z.enum(['manual', 'answers', 'no-answer', 'busy', 'voicemail', 'wrong-number', 'invalid']).optional(),
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
const keys = z.string().regex(/^[\d*#]+$/)
const Bodies = {
  personas: z.record(z.string(), PersonaPart),
  /** All of them, or those of one number. */
  forget: z.strictObject({ number: z.string().optional() }),
  clients: z.strictObject({ identity: z.string().min(1), manual: z.boolean().default(false) }),
  /** What is left out is as the world's caller of that number does it. */
  inbound: z.strictObject({
    from: z.string(),
    to: z.string(),
    persona: PersonaPart.optional(),
    patienceSeconds: z.number().positive().nullable().optional(),
    hangsUpAfterSeconds: z.number().positive().nullable().optional(),
    keys: z
      .array(
        z.strictObject({
          digits: keys,
          afterSeconds: z.number().min(0).default(1),
          afterPrompt: z.string().min(1).optional(),
        }),
      )
      .optional(),
    answersCallBack: z.boolean().optional(),
  }),
  numbers: z.record(
    z.string(),
    z.strictObject({ voiceUrl: z.url(), fallbackUrl: z.url().optional(), statusCallback: z.url().optional() }),
  ),
  refusals: z.array(z.strictObject({ prefix: z.string().min(1), code: z.int() })),
  digits: z.strictObject({ callSid: z.string(), digits: keys }),
  leg: z.strictObject({ callSid: z.string() }),
  step: z.strictObject({ ms: z.number().min(0) }),
} as const

export type Answer = { status: number; body: unknown }
const ok = (body: unknown): Answer => ({ status: 200, body })

/** Does something with the end of a call that is a person's, if it is on. */
const withPerson = (net: Network, callSid: string, act: (leg: Leg) => unknown): Answer => {
  const leg = net.legs.get(callSid)
  if (!leg || isOver(leg) || isClient(leg.to))
    return { status: 404, body: { error: `${callSid} is no person's call that is on` } }
  return ok(act(leg))
}

function ringIn({ net, overrides, personaOf, callerOf }: ControlContext, body: unknown): Answer {
  const { from, to, persona, ...wanted } = Bodies.inbound.parse(body)
  const leg = receiveCall(net, from, to)
  if (!leg) return { status: 404, body: { error: `${to} is none of our numbers` } }
  const said = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const caller: Caller = { ...callerOf(from), ...said }
  awaitInbound(net, leg, caller, { ...personaOf(from, 1), ...(persona as Partial<Persona>) })
  if (caller.answersCallBack)
    leg.onEnd.add(() => void overrides.set(from, { ...overrides.get(from), kind: 'answers', saysStop: false }))
  return ok({ callSid: leg.sid })
}

export const ACTIONS: Record<string, (context: ControlContext, body: unknown) => Answer | Promise<Answer>> = {
  'GET /_sim/personas': ({ overrides }) => ok(Object.fromEntries(overrides)),
  'POST /_sim/personas': ({ overrides }, body) => {
    for (const [number, persona] of Object.entries(Bodies.personas.parse(body)))
      overrides.set(number, persona as Partial<Persona>)
    return ok(Object.fromEntries(overrides))
  },
  'DELETE /_sim/personas': ({ overrides }, body) => {
    const { number } = Bodies.forget.parse(body)
    if (number === undefined) overrides.clear()
    else overrides.delete(number)
    return ok(Object.fromEntries(overrides))
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
  'POST /_sim/inbound': ringIn,
  'POST /_sim/digits': ({ net }, body) => {
    const { callSid, digits } = Bodies.digits.parse(body)
    return withPerson(net, callSid, (leg) => ({ heard: pressKeys(net, leg, digits) }))
  },
  'POST /_sim/answer': ({ net }, body) =>
    withPerson(net, Bodies.leg.parse(body).callSid, (leg) => {
      if (leg.direction !== 'inbound') answerLeg(net, leg)
      return { status: leg.status }
    }),
  'POST /_sim/reject': ({ net }, body) =>
    withPerson(net, Bodies.leg.parse(body).callSid, (leg) => {
      if (leg.direction !== 'inbound') endLeg(net, leg, 'busy', 'callee', 486)
      return { status: leg.status }
    }),
  'POST /_sim/hangup': ({ net }, body) =>
    withPerson(net, Bodies.leg.parse(body).callSid, (leg) => {
      hangUp(net, leg, leg.direction === 'inbound' ? 'caller' : 'callee')
      return { status: leg.status }
    }),
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
