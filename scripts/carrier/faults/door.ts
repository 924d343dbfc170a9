import type { Server } from 'node:http'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { FaultBox, Faults, FaultsWanted } from './faults.ts'

export type Door = {
  port: number
  faults: () => Faults
  /** Resolves when the address answers, or no longer does, as wished. */
  setFaults: (wanted: FaultsWanted) => Promise<Faults>
  close: () => Promise<void>
}

/**
 * The carrier's address. Shut, the machine itself refuses connections, as when a service is gone; softphones that are
 * connected stay. `http` never listens itself: it would forget its sockets when it stops.
 */
export async function createDoor(http: Server, faults: FaultBox, wantedPort: number): Promise<Door> {
  const all = new Set<Socket>()
  /** With a request that is not answered yet, or a softphone's for good. */
  const busy = new Set<Socket>()
  const server = createServer((socket) => {
    all.add(socket)
    socket.once('close', () => {
      all.delete(socket)
      busy.delete(socket)
    })
    http.emit('connection', socket)
  })
  http.on('request', (request, response) => {
    busy.add(request.socket)
    response.once('close', () => busy.delete(request.socket))
  })
  http.on('upgrade', (request) => busy.add(request.socket))

  const listen = (port: number): Promise<void> =>
    new Promise((ready, failed) => {
      server.once('error', failed)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', failed)
        ready()
      })
    })
  await listen(wantedPort)
  const { port } = server.address() as AddressInfo
  let ending: NodeJS.Timeout | undefined

  const setFaults = async (wanted: FaultsWanted): Promise<Faults> => {
    clearTimeout(ending)
    const now = faults.set(wanted)
    if (now.outage !== 'none' && now.outageMs !== null)
      ending = setTimeout(() => void setFaults({ ...faults.get(), outage: 'none', outageMs: null }), now.outageMs)
    if (now.outage !== 'refuse' && !server.listening) await listen(port)
    else if (now.outage === 'refuse' && server.listening) {
      server.close()
      for (const socket of all) if (!busy.has(socket)) socket.destroy()
    }
    return now
  }
  await setFaults(faults.get())
  return {
    port,
    faults: faults.get,
    setFaults,
    close: () => {
      clearTimeout(ending)
      for (const socket of all) socket.destroy()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
