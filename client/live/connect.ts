import { io, type Socket } from 'socket.io-client'
import type { ClientToServer, ServerToClient } from '#contract/live'
import { tellSessionEnded } from '../api/session-end.ts'
import { createLine, type Line, type LineSocket } from './line.ts'

/** The line to the server that this page came from; it is opened by `open()`. */
export function createPageLine(): Line {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    autoConnect: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    withCredentials: true,
    reconnectionDelay: 500,
    // A server that is started again is found within seconds; a longer pause would be most of the outage.
    reconnectionDelayMax: 2_000,
  })
  const ways: Omit<LineSocket, 'on' | 'connect' | 'disconnect' | 'connected'> = {
    watch: (topic, milliseconds) => socket.timeout(milliseconds).emitWithAck('topic:watch', { topic }),
    leave: (topic) => socket.connected && socket.emit('topic:leave', { topic }),
    renew: (input, milliseconds) => socket.timeout(milliseconds).emitWithAck('lease:renew', input),
  }
  return createLine({
    socket: Object.assign(socket, ways),
    stopwatch: () => performance.now(),
    startedAt: Date.now(),
    onEnded: tellSessionEnded,
  })
}
