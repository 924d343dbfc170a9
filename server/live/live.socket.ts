import type { Server as HttpServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RequestHandler } from 'express'
import { type DefaultEventsMap, Server, type Socket } from 'socket.io'
import type { UserId } from '#contract/ids'
import {
  type ClientToServer,
  type ClockFrame,
  type LeaseAnswer,
  LeaseInput,
  type Push,
  type ServerToClient,
  type Topic,
  WatchInput,
} from '#contract/live'
import type { Problem } from '#contract/problem'
import type { Clock } from '../platform/clock.ts'
import type { Caller } from '../platform/http.express.ts'
import type { Log } from '../platform/log.machine.ts'
import { Refusal } from '../platform/problem.ts'
import { createAllowance } from './allowance.ts'
import { splitTopic } from './topics.ts'

const BEAT_MS = 5_000
/** A database that says nothing for so long is away: whoever watches is told that what they see may be old. */
const READ_WITHIN_MS = 3_000
const SESSION_CHECK_MS = 60_000
const MAX_TOPICS = 20
/** A desk asks a few times a minute; after an outage it watches its topics again, all at once. */
const SOCKET_ALLOWANCE = { burst: 100, perSecond: 10 }

/** What a topic shows and to whom. `shared`: one document for every viewer, read once for a push. */
export type TopicSource = {
  shared: boolean
  allows: (caller: Caller, id: string) => Promise<boolean>
  /** Null when there is no such thing for this caller any more. */
  read: (caller: Caller, id: string) => Promise<unknown>
  /** Pushes of one topic keep at least this distance, milliseconds of real time. */
  pauseMs: number
}

export type LiveNeeds = {
  clock: Clock
  log: Log
  session: RequestHandler
  callerOf: (req: Socket['request']) => Promise<Caller | null>
  allowsOrigin: (origin: string | undefined, host: string | undefined) => boolean
  versionsOf: (topics: readonly Topic[]) => Promise<Map<Topic, number>>
  /** Of one topic; many that are asked for together share a look. */
  versionOf: (topic: Topic) => Promise<number>
  sources: Record<string, TopicSource>
  renewLease: (caller: Caller, input: ReturnType<typeof LeaseInput.parse>) => Promise<Date>
  /** Somebody wanted to watch what is not theirs. */
  refused: (caller: Caller, kind: string) => Promise<void>
  /** Agents whose socket is alive, told at every beat. */
  seen: (userIds: UserId[]) => Promise<void>
  /** Called when a push of this kind begins; what it returns when it has been sent to all. */
  timePush?: (kind: string) => () => void
}

type Data = { caller: Caller }
type LiveSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, Data>

/** What was asked for, or a rejection when it takes longer. */
async function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const late = new AbortController()
  try {
    return await Promise.race([
      work(),
      sleep(ms, undefined, { signal: late.signal }).then(() => Promise.reject(new Error('too late'))),
    ])
  } finally {
    late.abort()
  }
}

const problemOf = (error: unknown): Problem => (error instanceof Refusal ? error.problem : { code: 'server' })

/**
 * Sockets: snapshot, then every newer document of the topics that the server let the screen watch. Pushes may be lost;
 * the beat repeats the versions, and a screen that is behind watches again.
 */
export function createLive(http: HttpServer, needs: LiveNeeds) {
  const { log, clock } = needs
  const io = new Server<ClientToServer, ServerToClient, DefaultEventsMap, Data>(http, {
    serveClient: false,
    // Polling carries no Origin on its own pages' reads, and the origin is what we go by.
    transports: ['websocket'],
    maxHttpBufferSize: 64_000,
    connectionStateRecovery: { maxDisconnectionDuration: 30_000, skipMiddlewares: false },
    allowRequest: (req, done) => done(null, needs.allowsOrigin(req.headers.origin, req.headers.host)),
  })
  io.engine.use(needs.session)

  const frame = (): ClockFrame => ({ now: clock.now().toISOString(), speed: clock.speed })
  const topicsOf = (socket: LiveSocket): Topic[] => [...socket.rooms].filter((room) => room !== socket.id)
  const endSession = (socket: LiveSocket) => {
    socket.emit('session:ended', { code: 'auth.expired' })
    socket.disconnect(true)
  }

  const readFor = async (caller: Caller, topic: Topic): Promise<Push | null> => {
    const { kind, id } = splitTopic(topic)
    const source = needs.sources[kind]
    if (!source || !(await source.allows(caller, id))) return null
    // The version first: the document is then at least as new as it says.
    const version = await needs.versionOf(topic)
    const document = await source.read(caller, id)
    return document === null ? null : { topic, version, document }
  }

  const pushTo = async (topic: Topic): Promise<void> => {
    const sockets = [...(io.sockets.adapter.rooms.get(topic) ?? [])].flatMap((id) => io.sockets.sockets.get(id) ?? [])
    const source = needs.sources[splitTopic(topic).kind]
    let common: Push | null = null
    for (const socket of sockets) {
      const push: Push | null = (source?.shared ? common : null) ?? (await readFor(socket.data.caller, topic))
      if (source?.shared) common = push
      if (push) socket.emit('topic:changed', push)
      else socket.leave(topic)
    }
  }

  const busy = new Map<Topic, { again: boolean }>()
  /** One push of a topic at a time; what is touched meanwhile is pushed once, after. */
  const heard = async (topic: Topic): Promise<void> => {
    if (!io.sockets.adapter.rooms.has(topic)) return
    const running = busy.get(topic)
    if (running) {
      running.again = true
      return
    }
    const turn = { again: true }
    busy.set(topic, turn)
    try {
      while (turn.again) {
        turn.again = false
        const sent = needs.timePush?.(splitTopic(topic).kind)
        await pushTo(topic)
        sent?.()
        const pause = needs.sources[splitTopic(topic).kind]?.pauseMs ?? 0
        if (pause) await new Promise((done) => setTimeout(done, pause))
      }
    } catch (error) {
      log.error({ err: error, kind: splitTopic(topic).kind }, 'live.push-failed')
    } finally {
      busy.delete(topic)
    }
  }

  io.use((socket, next) => {
    needs.callerOf(socket.request).then(
      (caller) => {
        if (!caller) return next(new Error('auth.expired'))
        socket.data.caller = caller
        next()
      },
      () => next(new Error('server')),
    )
  })

  io.on('connection', (socket) => {
    const allowance = createAllowance(SOCKET_ALLOWANCE, performance.now())
    // Whatever its name: what is not listened to costs as much to read.
    socket.use((_event, next) => {
      if (allowance.take(performance.now())) return next()
      log.warn({ userId: socket.data.caller.userId }, 'live.flooded')
      socket.disconnect(true)
    })
    socket.on('topic:watch', async (input, answer) => {
      const refuse = (problem: Problem) => typeof answer === 'function' && answer({ ok: false, problem })
      const read = WatchInput.safeParse(input)
      if (!read.success) return void refuse({ code: 'validation', params: { field: 'topic' } })
      if (topicsOf(socket).length >= MAX_TOPICS) return void refuse({ code: 'rate-limited' })
      try {
        const push = await readFor(socket.data.caller, read.data.topic)
        if (!push) {
          await needs.refused(socket.data.caller, splitTopic(read.data.topic).kind)
          return void refuse({ code: 'forbidden' })
        }
        await socket.join(read.data.topic)
        if (typeof answer === 'function') answer({ ok: true, push, clock: frame() })
        // What was touched between the reading and the joining.
        const version = await needs.versionOf(push.topic)
        if (version > push.version) void heard(push.topic)
      } catch (error) {
        if (!(error instanceof Refusal)) log.error({ err: error }, 'live.watch-failed')
        refuse(problemOf(error))
      }
    })

    socket.on('topic:leave', (input) => {
      const read = WatchInput.safeParse(input)
      if (read.success) void socket.leave(read.data.topic)
    })

    socket.on('lease:renew', async (input, answer) => {
      const reply = (a: LeaseAnswer) => typeof answer === 'function' && answer(a)
      const read = LeaseInput.safeParse(input)
      if (!read.success) return void reply({ ok: false, problem: { code: 'validation', params: { field: 'lease' } } })
      try {
        const until = await needs.renewLease(socket.data.caller, read.data)
        reply({ ok: true, leaseUntil: until.toISOString() })
      } catch (error) {
        reply({ ok: false, problem: problemOf(error) })
      }
    })
  })

  const beat = async (): Promise<void> => {
    const sockets = [...io.sockets.sockets.values()]
    if (!sockets.length) return
    const versions = await within(READ_WITHIN_MS, async () => {
      await needs.seen([...new Set(sockets.map((socket) => socket.data.caller.userId))])
      return needs.versionsOf([...new Set(sockets.flatMap(topicsOf))])
    }).catch((error: unknown) => {
      for (const socket of sockets) socket.emit('data:away')
      throw error
    })
    for (const socket of sockets) {
      const mine = Object.fromEntries(topicsOf(socket).map((topic) => [topic, versions.get(topic) ?? 0]))
      socket.emit('topic:versions', { versions: mine, clock: frame() })
    }
  }

  const checkSessions = async (userId?: string): Promise<void> => {
    for (const socket of io.sockets.sockets.values()) {
      if (userId !== undefined && socket.data.caller.userId !== userId) continue
      const caller = await needs.callerOf(socket.request)
      if (caller) socket.data.caller = caller
      else endSession(socket)
    }
  }

  const every = (ms: number, work: () => Promise<void>) =>
    setInterval(() => void work().catch((error) => log.warn({ err: error }, 'live.beat-failed')), ms)
  const timers = [every(BEAT_MS, beat), every(SESSION_CHECK_MS, () => checkSessions())]

  return {
    io,
    heard,
    count: (): number => io.engine.clientsCount,
    /** A session of this user has ended: its sockets close now, not at the next check; those of other browsers stay. */
    checkUser: (userId: string): Promise<void> =>
      checkSessions(userId).catch((error) => log.warn({ err: error }, 'live.check-failed')), // the next check sees it
    /** Says so, so that the screens go to another process at once, and closes the sockets. Nobody is let in any more. */
    close: async () => {
      for (const timer of timers) clearInterval(timer)
      io.emit('server:closing')
      io.disconnectSockets(true)
      io.engine.close()
    },
  }
}
