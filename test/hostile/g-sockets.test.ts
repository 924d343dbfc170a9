import { randomUUID } from 'node:crypto'
import type { Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openTarget, type Target } from './attack.ts'

let target: Target
let state: string
beforeAll(async () => {
  target = await openTarget()
  state = await target.look()
})
afterEach(async () => {
  expect(await target.look()).toBe(state)
})
afterAll(() => target.close())

const ACK_WITHIN_MS = 5_000
const ask = (
  socket: Socket,
  event: string,
  ...input: unknown[]
): Promise<{ ok: boolean; problem?: { code: string } }> => socket.timeout(ACK_WITHIN_MS).emitWithAck(event, ...input)
const codeOf = (answer: { problem?: { code: string } }): string | undefined => answer.problem?.code
const isGone = (socket: Socket) => expect.poll(() => socket.connected, { timeout: 5_000 }).toBe(false)
/** Whether the server still answers this person as it should. */
const stillServes = async (): Promise<void> => {
  const { socket } = await target.connect(target.ann)
  expect(await ask(socket, 'topic:watch', { topic: `agent:${target.ann.userId}` })).toMatchObject({ ok: true })
  socket.disconnect()
}

describe('G · who may open a socket', () => {
  it.each(['https://evil.example', 'null', 'http://localhost.evil.example', ''])('not a page of %j', async (origin) => {
    expect((await target.connect(target.ann, { origin })).why).not.toBeNull()
  })
  it('not without a session', async () => {
    expect((await target.connect(null)).why).toBe('auth.expired')
  })
  it('not with a session that is made up', async () => {
    expect((await target.connect({ ...target.ann, cookie: 'sid=s%3Amade-up.signature' })).why).toBe('auth.expired')
  })
  it('not by polling, which carries no origin', async () => {
    expect((await target.connect(target.ann, { transports: ['polling'] })).why).not.toBeNull()
  })
})

describe('G · what may be watched', () => {
  it.each([
    '',
    'wall ',
    'card:',
    'card:1',
    `card:${'-'.repeat(36)}`,
    'card:../../etc/passwd',
    "card:' OR 1=1 --",
    'constructor',
    '__proto__:x',
    `agent:${'a'.repeat(50_000)}`,
    7,
    null,
    { $gt: '' },
    ['wall'],
  ])('not a topic that is none: %j', async (topic) => {
    const { socket } = await target.connect(target.ann)
    expect(codeOf(await ask(socket, 'topic:watch', { topic }))).toBe('validation')
    socket.disconnect()
  })

  it.each([
    ['another agent’s card', () => `card:${target.ben.workItemId}`],
    ['another agent’s desk', () => `agent:${target.ben.userId}`],
    ['the wall, by an agent', () => 'wall'],
    ['an import, by an agent', () => `import:${randomUUID()}`],
  ])('not %s, and one line says so', async (_, topic) => {
    const { socket } = await target.connect(target.ann)
    const before = await target.lines()
    expect(codeOf(await ask(socket, 'topic:watch', { topic: topic() }))).toBe('forbidden')
    expect(await target.lines()).toBe(before + 1)
    socket.disconnect()
  })

  it('not a card of this team by a supervisor of another', async () => {
    const { socket } = await target.connect(target.stranger)
    expect(codeOf(await ask(socket, 'topic:watch', { topic: `card:${target.ben.workItemId}` }))).toBe('forbidden')
    expect(codeOf(await ask(socket, 'topic:watch', { topic: `agent:${target.ben.userId}` }))).toBe('forbidden')
    socket.disconnect()
  })
})

describe('G · what may be sent', () => {
  it.each([
    'connection',
    'topic:changed',
    'session:ended',
    'lease:renewed',
    'admin',
    '__proto__',
    'constructor',
    '💥',
    'a'.repeat(9_000),
  ])('an event named %j does nothing', async (name) => {
    const { socket } = await target.connect(target.ann)
    socket.emit(name, { topic: 'wall' }, [[]], null)
    await stillServes()
    socket.disconnect()
  })

  it.each([
    ['no answer to give it to', [{ topic: 'wall' }]],
    ['nothing', []],
    ['a binary', [Buffer.alloc(1_000)]],
    ['unknown keys', [{ topic: 'wall', role: 'admin' }]],
  ])('a watch with %s is survived', async (_, input) => {
    const { socket } = await target.connect(target.ann)
    socket.emit('topic:watch', ...input)
    socket.emit('topic:leave', ...input)
    socket.emit('lease:renew', ...input)
    await stillServes()
    socket.disconnect()
  })

  it.each([
    ['a deep list', `42["topic:watch",${'['.repeat(20_000)}${']'.repeat(20_000)}]`],
    ['half a packet', '42["topic:watch",{"topic":'],
    ['no packet at all', '\u0000\u0001x'],
    ['a packet of a binary that never comes', '452-["topic:watch",{"_placeholder":true,"num":0}]'],
    ['an answer to what was not asked', '439999["x"]'],
    ['another namespace', '40/admin,'],
  ])('%s on the wire is survived', async (_, packet) => {
    const { socket } = await target.connect(target.ann)
    socket.io.engine.write(packet.slice(1))
    await stillServes()
    socket.disconnect()
  })

  it.each([
    ['another agent’s', () => ({ workItemId: target.ben.workItemId, fence: '1' }), 'card.not-yours'],
    ['one that is none', () => ({ workItemId: randomUUID(), fence: '1' }), 'card.not-yours'],
    ['an older hold', () => ({ workItemId: target.ann.workItemId, fence: '0' }), 'lease.lost'],
    ['a fence that is no number', () => ({ workItemId: target.ann.workItemId, fence: '1e9' }), 'validation'],
    ['a fence beyond any number', () => ({ workItemId: target.ann.workItemId, fence: '9'.repeat(19) }), 'validation'],
    ['with unknown keys', () => ({ workItemId: target.ann.workItemId, fence: '1', until: '2099-01-01' }), 'validation'],
  ])('the lease of %s is not renewed', async (_, input, code) => {
    const { socket } = await target.connect(target.ann)
    expect(codeOf(await ask(socket, 'lease:renew', input()))).toBe(code)
    socket.disconnect()
  })

  it('a message that is too large closes its socket and no other', async () => {
    const { socket } = await target.connect(target.ann)
    socket.emit('topic:watch', { topic: 'x'.repeat(100_000) })
    await isGone(socket)
    await stillServes()
  })

  it('a flood closes its socket and no other', async () => {
    const { socket } = await target.connect(target.ann)
    for (let n = 0; n < 1_000; n++) socket.emit(n % 2 ? 'nothing' : 'topic:leave', { topic: 'wall' })
    await isGone(socket)
    await stillServes()
  })

  it('more topics than a screen needs are refused', async () => {
    const { socket } = await target.connect(target.supervisor)
    const runs = Array.from({ length: 25 }, () => randomUUID())
    const db = target.database.db
    const common = {
      kind: 'customers',
      fileName: 'f',
      state: 'done',
      mapping: {},
      bytesRead: 0n,
      bytesTotal: 0n,
      faultCounts: {},
    }
    const counts = { rowsRead: 0, rowsNew: 0, rowsChanged: 0, rowsSame: 0, rowsFaulty: 0, startedAt: new Date() }
    await db.importRun.createMany({ data: runs.map((id) => ({ id, ...common, ...counts })) })
    const codes = []
    for (const id of runs) codes.push(codeOf(await ask(socket, 'topic:watch', { topic: `import:${id}` })))
    expect(codes.filter((code) => code === undefined)).toHaveLength(20)
    expect(codes.slice(20)).toEqual(Array(5).fill('rate-limited'))
    await db.importRun.deleteMany({ where: { id: { in: runs } } })
    socket.disconnect()
  })
})
