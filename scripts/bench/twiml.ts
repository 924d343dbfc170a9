import { createHash } from 'node:crypto'
import { drive } from '../../test/harness/crowd.ts'
import { sendHook } from './carrier-hook.ts'
import { type LiveHouse, openLiveHouse } from './live-house.ts'
import { ratioOf, type Times, timed, timesOf } from './times.ts'

export type TwimlBenchInput = { callsPerSecond: number; seconds: number }
export type TwimlBenchResult = TwimlBenchInput & {
  /** From the request to the end of the TwiML: of the greeting, and of each step after it. */
  greeting: Times
  later: Times
  /** The same, at the rate of all steps together, of TwiML that asks the database nothing. */
  floor: Times
  ratio: number
  eventLoopP99Ms: number
}

const STEPS = ['', '/key', '/wait', '/left'] as const
/** A server that has just started has yet to compile what it runs most. */
const WARM_SECONDS = 6
const OWN_NUMBER = '+15005550006'

/** A caller greets, presses 1, waits once and hangs up; how long each answer took. */
async function call(house: LiveHouse, nth: number): Promise<number[]> {
  const CallSid = `CA${createHash('md5').update(`twiml ${nth}`).digest('hex')}`
  const form = { CallSid, From: `+99894${String(nth).padStart(7, '0')}`, To: OWN_NUMBER, Direction: 'inbound' }
  const took: number[] = []
  for (const step of STEPS) {
    const own: Record<string, string> =
      step === '/left' ? { QueueResult: 'hangup' } : step === '/key' ? { Digits: '1' } : {}
    took.push(
      await timed(() => sendHook(house, `/inbound${step}`, { ...form, ...own, CallStatus: 'in-progress' }, 200)),
    )
  }
  return took
}

/** Open loop: so many people ring in each second, none of whom waits for another. */
export async function benchTwiml(input: TwimlBenchInput): Promise<TwimlBenchResult> {
  const { callsPerSecond, seconds } = input
  const house = await openLiveHouse({ carried: true })
  try {
    await drive({ perSecond: callsPerSecond, seconds: WARM_SECONDS }, (nth) => call(house, nth))
    const floorRate = { perSecond: callsPerSecond * STEPS.length, seconds }
    const floor = await drive(floorRate, () => timed(() => sendHook(house, '/keys?digits=1', {}, 200)))
    await house.server.loopDelay()
    const calls = await drive({ perSecond: callsPerSecond, seconds }, (nth) =>
      call(house, nth + callsPerSecond * WARM_SECONDS),
    )
    const eventLoopP99Ms = await house.server.loopDelay()
    const greeting = timesOf(calls.map(([first = 0]) => first))
    const alone = timesOf(floor)
    return {
      ...input,
      greeting,
      later: timesOf(calls.flatMap(([, ...others]) => others)),
      floor: alone,
      ratio: ratioOf(greeting.p99Ms, alone.p99Ms),
      eventLoopP99Ms,
    }
  } finally {
    await house.close()
  }
}
