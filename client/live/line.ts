import type { Socket } from 'socket.io-client'
import type { ClientToServer, ClockFrame, LeaseAnswer, LeaseInput, Push, ServerToClient } from '#contract/live'
import type { Problem } from '#contract/problem'
import { type Connection, isSameConnection, judgeLine } from './connection.ts'
import { type Anchor, anchorOf, readServerTime, settleAnchor } from './server-clock.ts'
import { blankPage, findBehind, type Page, receive } from './topic-book.ts'

const ANSWER_MILLISECONDS = 8_000
const JUDGE_MILLISECONDS = 1_000
const RETURN_MILLISECONDS = 1_000
/** A screen that comes back at once (a change of route, a second mounting) finds its topic still watched. */
const LINGER_MILLISECONDS = 1_000

export type LineSocket = Pick<Socket<ServerToClient, ClientToServer>, 'on' | 'connect' | 'disconnect' | 'connected'> & {
  watch: (topic: string, milliseconds: number) => Promise<Parameters<Parameters<ClientToServer['topic:watch']>[1]>[0]>
  leave: (topic: string) => void
  renew: (input: LeaseRequest, milliseconds: number) => Promise<LeaseAnswer>
}
export type LeaseRequest = ReturnType<typeof LeaseInput.parse>

/** What a screen sees of a topic: the newest document, or why it may not see it. The same object until that changes. */
export type TopicView = Page & { problem: Problem | null }
const blankView: TopicView = { ...blankPage, problem: null }

type Needs = { socket: LineSocket; stopwatch: () => number; onEnded: (why: Problem) => void; startedAt: number }
export type Line = ReturnType<typeof createLine>

/** The one connection of this page: watches topics for as long as a screen shows them and keeps the newest of each. */
export function createLine({ socket, stopwatch, onEnded, startedAt }: Needs) {
  const views = new Map<string, TopicView>()
  const readers = new Map<string, Set<() => void>>()
  const asked = new Set<string>()
  const listeners = new Set<() => void>()
  let anchor: Anchor = { now: startedAt, speed: 1, heardAt: stopwatch() }
  let hasHeard = false
  let heardAt = stopwatch()
  let lostAt: number | null = heardAt
  let isEnded = false
  let isServerClosing = false
  let isAway = false
  let connection: Connection = { state: 'reconnecting' }
  let timer: ReturnType<typeof setInterval> | undefined

  const judge = (): void => {
    const lastHeard = new Date(readServerTime(anchor, heardAt)).toISOString()
    const next = judgeLine({ isOpen: lostAt === null, isAway, heardAt, lostAt, lastHeard }, stopwatch())
    if (isSameConnection(connection, next)) return
    connection = next
    for (const listener of listeners) listener()
  }
  const hear = (frame?: ClockFrame): void => {
    heardAt = stopwatch()
    isAway = false
    if (frame) anchor = settleAnchor(hasHeard ? anchor : null, anchorOf(frame, heardAt))
    hasHeard ||= frame !== undefined
    judge()
  }
  const show = (topic: string, view: TopicView): void => {
    if (!readers.has(topic) || views.get(topic) === view) return
    views.set(topic, view)
    for (const reader of readers.get(topic) ?? []) reader()
  }
  const take = (push: Push, isSnapshot: boolean): void => {
    const view = views.get(push.topic) ?? blankView
    const page = receive(view, push, isSnapshot)
    if (page !== view) show(push.topic, { ...page, problem: null })
  }
  const watch = async (topic: string): Promise<void> => {
    if (!socket.connected || asked.has(topic)) return
    asked.add(topic)
    try {
      const answer = await socket.watch(topic, ANSWER_MILLISECONDS)
      if (answer.ok) {
        hear(answer.clock)
        take(answer.push, true)
      } else show(topic, { ...(views.get(topic) ?? blankView), problem: answer.problem })
    } catch {
      // No answer in time: the next heartbeat finds the topic behind and asks again.
    } finally {
      asked.delete(topic)
    }
  }
  const end = (why: Problem): void => {
    if (isEnded) return
    isEnded = true
    socket.disconnect()
    onEnded(why)
  }
  const comeBack = (milliseconds = RETURN_MILLISECONDS): void =>
    void setTimeout(() => !isEnded && !socket.connected && socket.connect(), milliseconds)

  socket.on('connect', () => {
    lostAt = null
    asked.clear()
    hear()
    for (const topic of readers.keys()) void watch(topic)
  })
  socket.on('disconnect', (reason) => {
    lostAt = stopwatch()
    judge()
    // Whoever was sent away by the server does not come back by itself. One that stops has another beside it.
    if (reason === 'io server disconnect') comeBack(isServerClosing ? 0 : RETURN_MILLISECONDS)
    isServerClosing = false
  })
  socket.on('connect_error', (error) => {
    if (error.message === 'auth.expired') end({ code: 'auth.expired' })
    // After a refusal the socket does not try again by itself; where it does, one try more is harmless.
    else comeBack()
  })
  socket.on('session:ended', end)
  socket.on('server:closing', () => {
    isServerClosing = true
  })
  socket.on('data:away', () => {
    isAway = true
    judge()
  })
  socket.on('topic:changed', (push) => {
    hear()
    take(push, false)
  })
  socket.on('topic:versions', ({ versions, clock }) => {
    hear(clock)
    for (const topic of findBehind(views, versions)) void watch(topic)
    for (const [topic, { version, problem }] of views) if (version < 0 && !problem) void watch(topic)
  })

  return {
    open: (): void => {
      isEnded = false
      socket.connect()
      timer = setInterval(judge, JUDGE_MILLISECONDS)
    },
    close: (): void => {
      isEnded = true
      clearInterval(timer)
      socket.disconnect()
    },
    /** Watches the topic while at least one reader is there. */
    subscribe: (topic: string, reader: () => void): (() => void) => {
      const set = readers.get(topic) ?? new Set()
      const isFirst = !readers.has(topic)
      readers.set(topic, set.add(reader))
      if (isFirst) {
        views.set(topic, blankView)
        void watch(topic)
      }
      return () => {
        set.delete(reader)
        setTimeout(() => {
          if (set.size > 0 || readers.get(topic) !== set) return
          readers.delete(topic)
          views.delete(topic)
          socket.leave(topic)
        }, LINGER_MILLISECONDS)
      }
    },
    read: (topic: string): TopicView => views.get(topic) ?? blankView,
    subscribeConnection: (listener: () => void): (() => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    readConnection: (): Connection => connection,
    /** The server's time now, milliseconds since 1970. */
    now: (): number => readServerTime(anchor, stopwatch()),
    /** Keeps a claimed customer on this desk; `network` when no answer came. */
    renewLease: (input: LeaseRequest): Promise<LeaseAnswer> =>
      socket.connected
        ? socket.renew(input, ANSWER_MILLISECONDS).catch(() => ({ ok: false, problem: { code: 'network' } }))
        : Promise.resolve({ ok: false, problem: { code: 'network' } }),
  }
}
