import { createInterface } from 'node:readline'
import { claimFor } from './claims-rig.ts'

/**
 * One process of agents who claim, for so many seconds at each word on its input; answers with a line of JSON each time.
 * Arguments: database, agents, connections.
 */
const [url = '', agents = '1', connections = '1'] = process.argv.slice(2)
process.stdout.write('"ready"\n')
for await (const seconds of createInterface(process.stdin)) {
  const leases: string[] = []
  const took = (id: string, fence: bigint) => void leases.push(`${id}:${fence}`)
  const wanted = { agents: Number(agents), seconds: Number(seconds), took }
  const { perSecond, p99Ms } = await claimFor({ url, connections: Number(connections) }, wanted)
  process.stdout.write(`${JSON.stringify({ perSecond, p99Ms, leases })}\n`)
}
