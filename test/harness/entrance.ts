import { connect, createServer, type Socket } from 'node:net'

export type Entrance = { url: string; close: () => Promise<void> }

/** What stands before several server processes: each new connection goes to the next one that takes it. */
export async function openEntrance(urls: readonly string[]): Promise<Entrance> {
  const ports = urls.map((url) => Number(new URL(url).port))
  const open = new Set<Socket>()
  let turn = 0
  const server = createServer((inside) => {
    open.add(inside)
    inside.once('close', () => open.delete(inside))
    inside.on('error', () => {}) // followed by 'close'
    inside.pause()
    const first = turn++
    const tryNext = (nth: number): void => {
      const port = ports[(first + nth) % ports.length]
      if (nth >= ports.length || port === undefined) return void inside.destroy()
      const outside = connect(port, '127.0.0.1')
      let joined = false
      outside.once('connect', () => {
        joined = true
        outside.pipe(inside)
        inside.pipe(outside)
      })
      outside.on('error', () => {
        if (!joined) tryNext(nth + 1)
      })
      outside.once('close', () => joined && inside.destroy())
      inside.once('close', () => outside.destroy())
    }
    tryNext(0)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of open) socket.destroy()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
