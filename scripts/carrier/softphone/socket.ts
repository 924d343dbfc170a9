import type { Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { z } from 'zod'
import type { LegUpdate } from './clients.ts'
import type { Registry } from './registry.ts'

const Handshake = z.object({ identity: z.string(), token: z.string(), manual: z.boolean().default(false) })
const OwnLeg = z.object({ callSid: z.string() })
const Mute = z.object({ callSid: z.string(), muted: z.boolean() })

type ToServer = { accept: (leg: unknown) => void; hangup: (leg: unknown) => void; mute: (leg: unknown) => void }
type ToBrowser = { ring: (leg: { callSid: string; from: string }) => void; 'leg:update': (facts: LegUpdate) => void }

const LOOPBACK = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/

/** The namespace /softphone: browsers sign on with identity and access token, and answer, hang up and mute their legs. */
export function serveSoftphones(
  http: HttpServer,
  registry: Registry,
  identityIn: (token: string) => string | null,
): Server {
  const io = new Server(http, { cors: { origin: LOOPBACK }, serveClient: false })
  const space = io.of('/softphone') as ReturnType<Server<ToServer, ToBrowser>['of']>
  space.on('connection', (socket) => {
    const hello = Handshake.safeParse(socket.handshake.auth)
    if (!hello.success) return
    const { identity, manual } = hello.data
    const signOff = registry.register(identity, manual, {
      ring: (callSid, from) => socket.emit('ring', { callSid, from }),
      update: (facts) => socket.emit('leg:update', facts),
    })
    socket.on('accept', (leg) => withShape(OwnLeg, leg, ({ callSid }) => registry.accept(identity, callSid)))
    socket.on('hangup', (leg) => withShape(OwnLeg, leg, ({ callSid }) => registry.hangUp(identity, callSid)))
    socket.on('mute', (leg) => withShape(Mute, leg, ({ callSid, muted }) => registry.mute(identity, callSid, muted)))
    socket.on('disconnect', signOff)
  })
  space.use((socket, next) => {
    const hello = Handshake.safeParse(socket.handshake.auth)
    const known = hello.success && identityIn(hello.data.token) === hello.data.identity
    next(known ? undefined : new Error('20101'))
  })
  return io
}

function withShape<T>(shape: z.ZodType<T>, message: unknown, act: (value: T) => void): void {
  const parsed = shape.safeParse(message)
  if (parsed.success) act(parsed.data)
}
