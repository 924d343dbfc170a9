import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { ClockSetting } from '../../server/platform/clock.ts'

export type CarrierProcess = { url: string; stop: () => Promise<void> }
export type CarrierAccount = { accountSid: string; authToken: string }

/** Starts the simulated phone network as the separate program that it is; resolves when it listens. */
export function startCarrierProcess(
  account: CarrierAccount,
  clock: ClockSetting,
  seed: number,
): Promise<CarrierProcess> {
  const program = new URL('../carrier/main.ts', import.meta.url).pathname
  const args = [
    '--import',
    'tsx',
    program,
    '--port',
    '0',
    '--account',
    account.accountSid,
    '--token',
    account.authToken,
  ]
  args.push('--seed', String(seed), '--cps', '20', '--clock', JSON.stringify(clock))
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the simulated carrier stopped (${code})`)))
    createInterface({ input: child.stdout }).once('line', (line) => {
      const { carrier } = JSON.parse(line) as { carrier: string }
      resolve({
        url: carrier,
        stop: async () => {
          child.kill('SIGTERM')
          await ended
        },
      })
    })
  })
}
