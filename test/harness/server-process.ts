import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

const READY = 'Bazgasht is ready at'
const START_WITHIN_MS = 120_000
const TAIL = 4_000
const ANSWER_WITHIN_MS = 5_000

export type ServerProcess = {
  url: string
  /** Its memory now, bytes, as the machine counts it. */
  resident: () => Promise<number>
  /** kill -9, and gone. */
  kill: () => Promise<void>
  /** As an operator stops it. */
  stop: () => Promise<void>
  /** The 99th percentile of its event loop's delay since the last asking, milliseconds; only of a server started with `probed`. */
  loopDelay: () => Promise<number>
  /** A signal, and no waiting. After SIGSTOP it stands still with its connections open, until SIGCONT. */
  signal: (signal: NodeJS.Signals) => void
  /** How it ended: its code, or the signal that ended it; null while it runs. */
  ended: () => number | NodeJS.Signals | null
  /** What it has printed so far, the end of it. */
  printed: () => string
}

const alive = new Set<ChildProcess>()
// A test that is cut short leaves no server behind.
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL')
})

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

const LOOP = /event loop p99 ([\d.]+) ms/g

/** One more server process of a house: `server/main.ts` with this environment and nothing of ours, as this user. */
export async function startServer(
  env: Record<string, string>,
  { probed = false, ...user }: { uid?: number; gid?: number; probed?: boolean } = {},
): Promise<ServerProcess> {
  const probe = probed ? ['--import', './test/harness/loop-probe.ts'] : []
  const child = spawn(process.execPath, ['--import', 'tsx', ...probe, 'server/main.ts'], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  alive.add(child)
  child.once('exit', () => alive.delete(child))
  let printed = ''
  const ready = new Promise<void>((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`no server within two minutes:\n${printed}`)), START_WITHIN_MS)
    const settle = (error?: Error) => {
      clearTimeout(timer)
      if (error) fail(error)
      else done()
    }
    const hear = (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-TAIL)
      if (printed.includes(READY)) settle()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', () => settle(new Error(`the server ended at its start:\n${printed}`)))
  })
  try {
    await ready
  } catch (error) {
    await end(child, 'SIGKILL')
    throw error
  }
  return {
    url: `http://127.0.0.1:${env.PORT}`,
    resident: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1_024
    },
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
    loopDelay: async () => {
      const told = () => [...printed.matchAll(LOOP)]
      const before = told().length
      child.kill('SIGUSR2')
      for (let waited = 0; told().length === before; waited += 20) {
        if (waited > ANSWER_WITHIN_MS) throw new Error('this server has no probe')
        await wait(20)
      }
      return Number(told().at(-1)?.[1])
    },
    signal: (signal) => void child.kill(signal),
    ended: () => child.exitCode ?? child.signalCode,
    printed: () => printed,
  }
}
