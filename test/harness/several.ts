import { type Entrance, openEntrance } from './entrance.ts'
import { findFreePort, type Ground } from './house.ts'
import { type ServerProcess, startServer } from './server-process.ts'

export type Several = Entrance & {
  /** The processes, in the order of their ports; a killed one stays in its place until it is started again. */
  servers: ServerProcess[]
  restart: (nth: number) => Promise<void>
}

/** So many server processes of one house behind one address, each of which can be killed and started again. */
export async function startSeveral(ground: Pick<Ground, 'env'>, count: number): Promise<Several> {
  const ports = await Promise.all(Array.from({ length: count }, findFreePort))
  const entrance = await openEntrance(ports.map((port) => `http://127.0.0.1:${port}`))
  const start = (port: number) => startServer({ ...ground.env, PORT: String(port), PUBLIC_BASE_URL: entrance.url })
  // The first makes the job tables and the shipped codes; the others then start together.
  const [first, ...rest] = ports
  const started = await Promise.allSettled([await start(first ?? 0), ...rest.map(start)])
  const servers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.kill()))
    await entrance.close()
  }
  const failed = started.find((one) => one.status === 'rejected')
  if (failed) {
    await close()
    throw failed.reason
  }
  return {
    url: entrance.url,
    servers,
    restart: async (nth) => {
      servers[nth] = await start(ports[nth] ?? 0)
    },
    close,
  }
}
