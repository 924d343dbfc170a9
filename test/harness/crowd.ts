import { setTimeout as wait } from 'node:timers/promises'
import { io, type Socket } from 'socket.io-client'
import type { AgentDesk, ClientToServer, ServerToClient, Topic } from '#contract/live'
import { createLine, type Line, type LineSocket } from '../../client/live/line.ts'
import { callAs } from './browser-call.ts'
import type { Signed } from './desks.ts'

export type Screen = {
  who: Signed
  topic: Topic
  line: Line
  /** The versions that were shown, in their order. */
  seen: number[]
  socket: Socket<ServerToClient, ClientToServer>
  /** How often its connection was lost. */
  lost: number
}

const OPEN_WITHIN_MS = 60_000
const PATIENCE_MS = 15_000
const LOOK_MS = 20

/** A page of the product without its browser: its own line, on a socket that has this person's cookie. */
export function openScreen(url: string, who: Signed, topic: Topic): Screen {
  const socket: Screen['socket'] = io(url, {
    autoConnect: false,
    forceNew: true,
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 2_000,
    extraHeaders: { cookie: who.cookie, origin: url },
  })
  const ways: Omit<LineSocket, 'on' | 'connect' | 'disconnect' | 'connected'> = {
    watch: (name, ms) => socket.timeout(ms).emitWithAck('topic:watch', { topic: name }),
    leave: (name) => socket.connected && socket.emit('topic:leave', { topic: name }),
    renew: (input, ms) => socket.timeout(ms).emitWithAck('lease:renew', input),
  }
  const line = createLine({
    socket: Object.assign(socket, ways),
    stopwatch: () => performance.now(),
    startedAt: Date.now(),
    onEnded: () => {},
  })
  const seen: number[] = []
  line.subscribe(topic, () => seen.push(line.read(topic).version))
  const screen: Screen = { who, topic, line, seen, socket, lost: 0 }
  socket.on('disconnect', () => screen.lost++)
  line.open()
  return screen
}

/** The desks of these agents and so many walls, once each shows its first document. */
export async function openScreens(
  url: string,
  agents: readonly Signed[],
  leads: readonly Signed[] = [],
): Promise<Screen[]> {
  const screens = [
    ...agents.map((who) => openScreen(url, who, `agent:${who.userId}`)),
    ...leads.map((who) => openScreen(url, who, 'wall')),
  ]
  const blank = () => screens.filter(({ line, topic }) => line.read(topic).version < 0).length
  for (let waited = 0; blank() > 0; waited += LOOK_MS) {
    if (waited > OPEN_WITHIN_MS) throw new Error(`${blank()} of ${screens.length} screens never opened`)
    await wait(LOOK_MS)
  }
  return screens
}

export const closeScreens = (screens: readonly Screen[]): void => {
  for (const { line } of screens) line.close()
}

/** The document of an agent's own topic, as her screen has it. */
export const deskOf = ({ line, topic }: Screen): AgentDesk | null => line.read(topic).document as AgentDesk | null

/** Milliseconds until this screen shows it. */
export function shows(screen: Screen, what: (desk: AgentDesk) => boolean, withinMs = PATIENCE_MS): Promise<number> {
  const from = performance.now()
  return new Promise((done, fail) => {
    const settle = (act: () => void) => {
      clearTimeout(timer)
      unsubscribe()
      act()
    }
    const look = () => {
      const desk = deskOf(screen)
      if (desk && what(desk)) settle(() => done(performance.now() - from))
    }
    const timer = setTimeout(
      () => settle(() => fail(new Error(`not shown within ${withinMs} ms: ${JSON.stringify(deskOf(screen))}`))),
      withinMs,
    )
    const unsubscribe = screen.line.subscribe(screen.topic, look)
    look()
  })
}

/** Open loop: begins so many a second, whether or not the earlier ones are done, and answers when all are. */
export async function drive<T>(
  { perSecond, seconds }: { perSecond: number; seconds: number },
  act: (nth: number) => Promise<T>,
): Promise<T[]> {
  const from = performance.now()
  const acts: Promise<T>[] = []
  for (let nth = 0; nth < perSecond * seconds; nth++) {
    const early = from + (nth * 1_000) / perSecond - performance.now()
    if (early > 0) await wait(early)
    const done = act(nth)
    done.catch(() => {}) // told below, when all have begun
    acts.push(done)
  }
  return Promise.all(acts)
}

/**
 * An agent says ready or break, the other of what she is: milliseconds from sending it until her own screen shows it,
 * the commit and the way back among them.
 */
export async function changeState(url: string, screen: Screen): Promise<number> {
  const state = deskOf(screen)?.state === 'ready' ? 'break' : 'ready'
  const [shownAfterMs, answer] = await Promise.all([
    shows(screen, (desk) => desk.state === state),
    callAs(screen.who, url, '/presence', { method: 'PUT', body: { state } }),
  ])
  if (answer?.status !== 200) throw new Error(`presence: ${JSON.stringify(answer)}`)
  return shownAfterMs
}

/** The value below which this share of the values lies; 0.99 for the 99th percentile. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
