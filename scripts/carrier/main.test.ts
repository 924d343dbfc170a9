import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import twilio from 'twilio'
import { afterEach, expect, it } from 'vitest'
import { ACCOUNT, CUSTOMER, EPOCH, FROM, SEAT, TOKEN } from './rig.ts'
import type { TruthLine } from './truth/truth.ts'

const folder = mkdtempSync(join(tmpdir(), 'carrier-'))
let program: ChildProcess | undefined
afterEach(() => {
  program?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

const start = (env: Record<string, string>): ChildProcess => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const clock = JSON.stringify({ stepped: true, epoch: EPOCH })
  const options = ['--account', ACCOUNT, '--token', TOKEN, '--clock', clock, '--truth', join(folder, 'truth.jsonl')]
  program = spawn(process.execPath, ['--import', 'tsx', main, ...options], { env: { ...process.env, ...env } })
  return program
}

it('is a program of its own that tells its address, is steered over HTTP and leaves its truth in a file', async () => {
  const { stdout } = start({})
  if (!stdout) throw new Error('no output')
  const line = await new Promise<string>((done) => createInterface(stdout).once('line', done))
  const { carrier } = JSON.parse(line) as { carrier: string }
  const control = (path: string, body: unknown) =>
    fetch(`${carrier}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect((await control('personas', { [CUSTOMER]: { kind: 'sleeps' } })).status).toBe(400)
  await control('personas', { '*': { kind: 'busy' } })
  const client = twilio(ACCOUNT, TOKEN, { edge: '', region: '' })
  client.api.baseUrl = carrier
  const call = await client.calls.create({ to: CUSTOMER, from: FROM, twiml: SEAT })
  await control('clock/step', { ms: 5_000 })
  const told = (await (await fetch(`${carrier}/_sim/truth?since=1`)).text()).trim().split('\n')
  expect(told.map((text) => (JSON.parse(text) as TruthLine).event)).toEqual(['invite', 'ring', 'end'])
  const ended = new Promise((done) => program?.once('exit', done))
  program?.kill('SIGTERM')
  await ended
  const kept = readFileSync(join(folder, 'truth.jsonl'), 'utf8').trim().split('\n')
  expect(kept).toHaveLength(4)
  expect(JSON.parse(kept[3] ?? '')).toMatchObject({ event: 'end', sid: call.sid, status: 'busy' })
})

it('does not start in production', async () => {
  const code = await new Promise((done) => start({ NODE_ENV: 'production' }).once('exit', done))
  expect(code).not.toBe(0)
})
