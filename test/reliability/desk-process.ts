import { io } from 'socket.io-client'

/**
 * The desks of some agents, in a process that can be killed: each keeps its customer by renewing the lease.
 * Argument: JSON of {url, desks: [{cookie, workItemId, fence}]}; prints `held` when each was renewed once.
 */
const { url, desks } = JSON.parse(process.argv[2] ?? '{}') as {
  url: string
  desks: { cookie: string; workItemId: string; fence: string }[]
}
const RENEW_MS = 2_000
const ANSWER_MS = 8_000

const keep = async ({ cookie, workItemId, fence }: (typeof desks)[number]): Promise<void> => {
  const socket = io(url, { forceNew: true, transports: ['websocket'], extraHeaders: { cookie, origin: url } })
  await new Promise((done, fail) => socket.once('connect', () => done(null)).once('connect_error', fail))
  const renew = async (): Promise<void> => {
    const answer = await socket.timeout(ANSWER_MS).emitWithAck('lease:renew', { workItemId, fence })
    if (!answer.ok) throw new Error(JSON.stringify(answer))
  }
  await renew()
  setInterval(() => void renew(), RENEW_MS)
}

await Promise.all(desks.map(keep))
console.log('held')
