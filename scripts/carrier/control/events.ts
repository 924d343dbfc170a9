import type { ServerResponse } from 'node:http'
import type { Network } from '../net/network.ts'
import { takeSnapshot } from './snapshot.ts'

/** Of the machine's time: changes that come together are told together, and durations are told on. */
const TOGETHER_MS = 150
const TICK_MS = 1_000

/** The network as it stands, again after each change and each second, as server-sent events. */
export function sendEvents(net: Network, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
  let due: NodeJS.Timeout | undefined
  const send = (): void => {
    due = undefined
    response.write(`data: ${JSON.stringify(takeSnapshot(net))}\n\n`)
  }
  const stop = net.truth.follow(() => {
    due ??= setTimeout(send, TOGETHER_MS)
  })
  const tick = setInterval(send, TICK_MS)
  send()
  response.on('close', () => {
    stop()
    clearTimeout(due)
    clearInterval(tick)
  })
}
