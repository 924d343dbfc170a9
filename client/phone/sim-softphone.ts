import { io } from 'socket.io-client'
import * as z from 'zod/mini'
import { createBrowserAudio } from './browser-audio.ts'
import { createDevicePick } from './device-pick.ts'
import { createView, type Heard, type PhonePass, type Softphone } from './softphone.ts'

/** What the simulated carrier tells of this browser's leg (scripts/carrier/softphone). */
const LegUpdate = z.object({
  state: z.string(),
  heard: z.enum(['ringing', 'customer', 'silence']),
  says: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  acceptsOffers: z.array(z.string()),
})
const over = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled'])

const readHeard = (message: unknown): Heard | null => {
  const read = LegUpdate.safeParse(message)
  if (!read.success || over.has(read.data.state)) return null
  const { heard, says, reason, acceptsOffers } = read.data
  return { what: heard, says, reasonCode: reason, wouldTake: acceptsOffers }
}

/**
 * The phone of the simulated carrier at its namespace's address: signs on, and answers its legs by itself. Every connection asks `pass` for a
 * token of its own, because one that is kept expires.
 */
export function createSimSoftphone(url: string, pass: () => Promise<PhonePass>): Softphone {
  const { read, show, subscribe, isWatched, clear } = createView({ state: 'connecting' })
  const socket = io(url, {
    transports: ['websocket'],
    reconnectionDelayMax: 5_000,
    auth: (give: (hello: object) => void) => {
      pass().then(
        ({ identity, token }) => give({ identity, token }),
        () => give({}),
      )
    },
  })
  const audio = createBrowserAudio()
  const pick = createDevicePick(audio, show)
  const tryAgain = (): void => void setTimeout(() => isWatched() && !socket.connected && socket.connect(), 5_000)
  socket.on('connect', () => {
    show({ state: 'ready' })
    void pick.open()
  })
  socket.on('disconnect', () => {
    show({ state: 'connecting', heard: null })
    pick.close()
  })
  socket.on('connect_error', () => {
    show({ state: 'failed' })
    // A refused token is not tried again by the socket itself.
    if (!socket.active) tryAgain()
  })
  socket.on('leg:update', (message: unknown) => show({ heard: readHeard(message) }))
  return {
    read,
    subscribe,
    setTalking: () => {}, // its socket renews its token by itself, unheard
    setDevices: pick.choose,
    close: () => {
      clear()
      audio.close()
      socket.disconnect()
    },
  }
}
