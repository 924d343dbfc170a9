import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.process.ts'
import { median, openTown, type Town, whileRecycling } from './claims-rig.ts'

export type ClaimsProcessesInput = { size: number; agents: number; zones: number; seconds: number; processes: number }
export type ClaimsProcessesResult = ClaimsProcessesInput & {
  /** All agents in one process, and spread over several: claims a second together, the median of the rounds. */
  alone: { perSecond: number; p99Ms: number }
  together: { perSecond: number; p99Ms: number }
  /** Together over alone. */
  ratio: number
  /** The same item handed out twice between two returns to the queue, whichever process did. */
  doubles: number
}

const ROUNDS = 5
const WARM_SECONDS = 3
const CONNECTIONS = 20
const PROGRAM = new URL('./claims-process.ts', import.meta.url).pathname

type Told = { perSecond: number; p99Ms: number; leases: string[] }

/** A process that stands by, so that what is measured is not its start. */
async function prepare(args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]()
  const next = async (): Promise<unknown> => {
    const line = await lines.next()
    if (line.done) throw new Error('a claiming process ended')
    return JSON.parse(line.value)
  }
  await next()
  return {
    claim: async (seconds: number): Promise<Told> => {
      child.stdin.write(`${seconds}\n`)
      return (await next()) as Told
    },
    end: () => child.kill(),
  }
}
type Party = Awaited<ReturnType<typeof prepare>>[]

/** So many agents, and the connections of one server, shared by this many processes. */
const gather = (town: Town, processes: number, agents: number): Promise<Party> => {
  const share = (of: number) => String(Math.ceil(of / processes))
  return Promise.all(Array.from({ length: processes }, () => prepare([town.url, share(agents), share(CONNECTIONS)])))
}

async function measure(town: Town, party: Party, seconds: number) {
  const told = await whileRecycling(town.admin, true, () => Promise.all(party.map((one) => one.claim(seconds))))
  const leases = told.flatMap((one) => one.leases)
  return {
    perSecond: told.reduce((sum, one) => sum + one.perSecond, 0),
    p99Ms: Math.max(...told.map((one) => one.p99Ms)),
    doubles: leases.length - new Set(leases).size,
  }
}

/** Claims of one process against those of several on one PostgreSQL, in turn: neither collapses, and no customer goes to two. */
export async function benchClaimsProcesses(input: ClaimsProcessesInput): Promise<ClaimsProcessesResult> {
  const { size, agents, zones, processes, seconds } = input
  const dir = await mkdtemp(join(tmpdir(), 'bazgasht-bench-'))
  await chmod(dir, 0o755)
  const server = await startEmbeddedPostgres(dir, ['-c shared_buffers=1GB', '-c max_wal_size=4GB'])
  try {
    const town = await openTown(server.url, size, zones)
    const runs: Record<'alone' | 'together', Awaited<ReturnType<typeof measure>>[]> = { alone: [], together: [] }
    const one = await gather(town, 1, agents)
    const several = await gather(town, processes, agents)
    for (let round = 0; round <= ROUNDS; round++) {
      const length = round === 0 ? WARM_SECONDS : seconds / ROUNDS
      const alone = await measure(town, one, length)
      const together = await measure(town, several, length)
      if (round === 0) continue // the first only warms
      runs.alone.push(alone)
      runs.together.push(together)
    }
    for (const { end } of [...one, ...several]) end()
    await town.admin.end()
    const middle = (of: (typeof runs)['alone']) => ({
      perSecond: median(of.map(({ perSecond }) => perSecond)),
      p99Ms: median(of.map(({ p99Ms }) => p99Ms)),
    })
    const [alone, together] = [middle(runs.alone), middle(runs.together)]
    return {
      ...{ ...input, alone, together, ratio: Number((together.perSecond / alone.perSecond).toFixed(2)) },
      doubles: [...runs.alone, ...runs.together].reduce((sum, { doubles }) => sum + doubles, 0),
    }
  } finally {
    await server.stop()
    await rm(dir, { recursive: true, force: true })
  }
}
