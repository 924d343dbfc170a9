import { createServer, type IncomingMessage } from 'node:http'
import { type Clock, createClock } from './clock/clock.ts'
import { createChance } from './clock/prng.ts'
import { serveControl } from './control/control.ts'
import { createDoor } from './faults/door.ts'
import { createFaultBox, type FaultsWanted } from './faults/faults.ts'
import { createSender } from './hooks/sender.ts'
import type { Network } from './net/network.ts'
import { createThrottle } from './net/throttle.ts'
import { type CarrierOptions, REAL_TIME } from './options.ts'
import { type Caller, PATIENT } from './people/inbound.ts'
import { populate } from './people/people.ts'
import { type Persona, personaOnAttempt } from './people/persona.ts'
import { isRest, serveRest } from './rest/serve.ts'
import type { Clients } from './softphone/clients.ts'
import { watchSoftphones } from './softphone/ears.ts'
import { createRegistry } from './softphone/registry.ts'
import { serveSoftphones } from './softphone/socket.ts'
import { readAccessToken } from './softphone/token.ts'
import { createTruth, type Truth } from './truth/truth.ts'

export type Carrier = {
  /** For `client.api.baseUrl`, and for the /softphone namespace. */
  url: string
  clock: Clock
  truth: Truth
  /** Resolves when the address answers, or no longer does, as wished. */
  setFaults: (faults: FaultsWanted) => Promise<void>
  /** Stands in for the world's people, by number; `*` is everybody. */
  setPersona: (number: string, persona: Partial<Persona>) => void
  close: () => Promise<void>
}

/** Streams of chance drawn from the one seed, so that a fault does not change who answers. */
const STREAMS = { sids: 0x51d5, people: 0x9e09, hooks: 0x4007, faults: 0xfa17 } as const

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

/** Starts the simulated phone network on 127.0.0.1. Refuses in production. */
export async function startCarrier(options: CarrierOptions): Promise<Carrier> {
  if (process.env.NODE_ENV === 'production') throw new Error('the simulated carrier does not run in production')
  const seed = options.seed ?? 1
  const clock = createClock(options.clock ?? REAL_TIME)
  // A database outlives the carrier: unless stepped, a later run must not hand out the SIDs of an earlier one.
  const sidSeed = clock.stepped ? seed : seed ^ Math.trunc(Date.now() % 4_294_967_296)
  const truth = createTruth(clock.now, options.truth)
  const faults = createFaultBox(createChance(seed ^ STREAMS.faults), options.faults ?? {})
  const clients: Clients = new Map()
  const hookSeed = clock.stepped ? seed ^ STREAMS.hooks : sidSeed ^ STREAMS.hooks
  const takeSlot = createThrottle(options.callsPerSecond ?? 1, clock.now)
  const net: Network = {
    account: options.account,
    address: () => `http://127.0.0.1:${door.port}`,
    clock,
    chance: createChance(sidSeed ^ STREAMS.sids),
    truth,
    sender: createSender(options.token, { clock, chance: createChance(hookSeed), truth, faults }),
    legs: new Map(),
    conferences: new Map(),
    queues: new Map(),
    recordings: new Map(),
    media: new Map(),
    rooms: new Map(),
    numbers: new Map(Object.entries(options.numbers ?? {})),
    refusals: [...(options.refusals ?? [])],
    watchers: [],
    takeSlot: () => takeSlot() + faults.get().queueDelayMs,
  }
  const registry = createRegistry(net, clients)
  const overrides = new Map<string, Partial<Persona>>()
  const personaOf = (e164: string, attempt: number): Persona => {
    const override = overrides.get(e164) ?? overrides.get('*')
    const base = personaOnAttempt(options.personaFor, seed, e164, override ? 1 : attempt)
    return { ...base, ...override }
  }
  const callerOf = (e164: string): Caller => options.callerFor?.(seed, e164) ?? PATIENT
  watchSoftphones(net, clients)
  populate(net, createChance(seed ^ STREAMS.people), personaOf)
  const secrets = new Map([[options.account, options.token], ...Object.entries(options.apiKeys ?? {})])

  const http = createServer((request, response) => {
    const serve = async (): Promise<void> => {
      const body = await readBody(request)
      if (isRest(request.url ?? '')) await serveRest({ net, faults, secrets }, request, response, body)
      else await serveControl({ net, clock, door, registry, overrides, personaOf, callerOf }, request, response, body)
    }
    serve().catch((error: unknown) => {
      if (response.headersSent || request.socket.destroyed) return
      console.error(error)
      response.writeHead(500).end()
    })
  })
  const io = serveSoftphones(http, registry, (token) => readAccessToken(token, options.account, secrets, Date.now()))
  const door = await createDoor(http, faults, options.port ?? 0)
  return {
    url: net.address(),
    clock,
    truth,
    setFaults: async (wanted) => void (await door.setFaults(wanted)),
    setPersona: (number, persona) => void overrides.set(number, persona),
    async close() {
      clock.close()
      await door.close()
      await io.close()
      await truth.close()
    },
  }
}
