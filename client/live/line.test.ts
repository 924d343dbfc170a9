import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createLine, type LineSocket } from './line.ts'

const now = '2026-11-22T10:00:00.000Z'
type Hear = (...args: unknown[]) => void

/** A socket whose server is this test. */
function createStage() {
  const heard = new Map<string, Hear>()
  let serverVersion = 1
  const socket = {
    connected: false,
    on: (event: string, hear: Hear) => heard.set(event, hear),
    connect: vi.fn(() => {
      socket.connected = true
      heard.get('connect')?.()
    }),
    disconnect: vi.fn(),
    watch: vi.fn(async (topic: string) => ({
      ok: true,
      push: { topic, version: serverVersion, document: `v${serverVersion}` },
      clock: { now, speed: 1 },
    })),
    leave: vi.fn(),
    renew: vi.fn(),
  }
  const onEnded = vi.fn()
  const line = createLine({
    socket: socket as unknown as LineSocket,
    stopwatch: () => Date.now(),
    onEnded,
    startedAt: 0,
  })
  const say = (event: string, ...args: unknown[]) => heard.get(event)?.(...args)
  const move = (version: number) => {
    serverVersion = version
  }
  const drop = (reason: string) => {
    socket.connected = false
    say('disconnect', reason)
  }
  return { line, socket, say, move, drop, onEnded }
}
type Stage = ReturnType<typeof createStage>
let stage: Stage

beforeEach(() => {
  vi.useFakeTimers()
  stage = createStage()
  stage.line.open()
})
afterEach(() => {
  stage.line.close()
  vi.useRealTimers()
})
const settle = () => vi.advanceTimersByTimeAsync(1)

it('watches again what the heartbeat knows to be newer', async () => {
  stage.line.subscribe('wall', () => {})
  await settle()
  stage.move(5)
  stage.say('topic:versions', { versions: { wall: 5 }, clock: { now, speed: 1 } })
  await settle()
  expect(stage.line.read('wall').document).toBe('v5')
})

it('watches every topic again after the line came back', async () => {
  stage.line.subscribe('wall', () => {})
  await settle()
  stage.drop('transport close')
  stage.move(9)
  stage.socket.connect()
  await settle()
  expect(stage.line.read('wall').document).toBe('v9')
})

it('comes back by itself after the server sent it away', async () => {
  stage.drop('io server disconnect')
  expect(stage.line.readConnection().state).toBe('reconnecting')
  await vi.advanceTimersByTimeAsync(1_500)
  expect(stage.socket.connect).toHaveBeenCalledTimes(2)
  expect(stage.line.readConnection().state).toBe('live')
})

it('comes back at once when the server said that it closes, once', async () => {
  stage.say('server:closing')
  stage.drop('io server disconnect')
  await vi.advanceTimersByTimeAsync(1)
  expect(stage.socket.connect).toHaveBeenCalledTimes(2)
  stage.drop('io server disconnect')
  await vi.advanceTimersByTimeAsync(1)
  expect(stage.socket.connect).toHaveBeenCalledTimes(2)
})

it('stays away once the session has ended', async () => {
  stage.say('session:ended', { code: 'auth.expired' })
  stage.drop('io server disconnect')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stage.onEnded).toHaveBeenCalledExactlyOnceWith({ code: 'auth.expired' })
  expect(stage.socket.connect).toHaveBeenCalledTimes(1)
})

it('says since when it is stale, and keeps showing what it has', async () => {
  stage.line.subscribe('wall', () => {})
  await settle()
  stage.drop('transport close')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(stage.line.readConnection()).toEqual({ state: 'stale', since: now })
  expect(stage.line.read('wall').document).toBe('v1')
})

it('is stale while the server cannot read the newest, and live with the next versions', async () => {
  stage.line.subscribe('wall', () => {})
  await settle()
  stage.say('data:away')
  expect(stage.line.readConnection().state).toBe('stale')
  expect(stage.line.read('wall').document).toBe('v1')
  stage.say('topic:versions', { versions: { wall: 1 }, clock: { now, speed: 1 } })
  expect(stage.line.readConnection().state).toBe('live')
})

it('leaves a topic only when no screen shows it any more', async () => {
  const leaveFirst = stage.line.subscribe('wall', () => {})
  const leaveSecond = stage.line.subscribe('wall', () => {})
  leaveFirst()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(stage.socket.leave).not.toHaveBeenCalled()
  leaveSecond()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(stage.socket.leave).toHaveBeenCalledWith('wall')
})

it('answers for a lease at once while the line is broken', async () => {
  stage.drop('transport close')
  const answer = await stage.line.renewLease({ workItemId: crypto.randomUUID() as never, fence: '1' })
  expect(answer).toEqual({ ok: false, problem: { code: 'network' } })
})
