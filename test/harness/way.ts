import { connect, createServer, type Server, type Socket } from 'node:net'

export type Way = {
  port: number
  /** Every connection ends at once and new ones are refused, as when nobody listens there. */
  refuse: () => Promise<void>
  /** Connections stand and carry nothing, as when a cable is pulled. */
  silence: () => void
  /** As it was. */
  restore: () => Promise<void>
  close: () => Promise<void>
}

/** A way over TCP to this port of 127.0.0.1 that can be broken. */
export async function startWay(target: number): Promise<Way> {
  const open = new Set<Socket>()
  let silent = false
  const take = (near: Socket): void => {
    const far = connect(target, '127.0.0.1')
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => {}) // told by 'close'
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.on('data', (part) => {
        if (!silent) other.write(part)
      })
    }
  }
  const server: Server = createServer(take)
  const listen = (port: number) =>
    new Promise<void>((ready, fail) => {
      server.once('error', fail)
      server.listen(port, '127.0.0.1', () => ready())
    })
  const stop = () =>
    new Promise<void>((done) => {
      for (const socket of open) socket.destroy()
      if (server.listening) server.close(() => done())
      else done()
    })
  await listen(0)
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  return {
    port,
    refuse: stop,
    silence: () => {
      silent = true
    },
    restore: async () => {
      silent = false
      if (!server.listening) await listen(port)
    },
    close: stop,
  }
}
