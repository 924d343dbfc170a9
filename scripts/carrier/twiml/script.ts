import { factsOf } from '../hooks/call-params.ts'
import { leaveSeat } from '../net/conference.ts'
import { answerLeg, hangUp } from '../net/leg.ts'
import { isOver, type Leg, type Network, type Page, type Source } from '../net/network.ts'
import { TwimlError } from './document.ts'
import { readPage } from './page.ts'
import type { Element } from './xml.ts'

/** What a verb leads to: the next one, another document, out of the queue, or nothing more. */
export type Then = 'next' | 'stop' | 'leave' | { go: Page; params?: Record<string, string> }
/** Following one document on one leg. */
export type Run = {
  net: Network
  leg: Leg
  /** Address of the document, '' for inline TwiML. */
  base: string
  /** Whose sounds these are among all that the leg hears. */
  voice: object
  /** What the sounds are for, when they are not the call's own instructions. */
  purpose: string | null
  isOn: () => boolean
  /** Waits; never comes back once the instructions were abandoned. */
  sleep: (ms: number) => Promise<void>
  /** Waits for something outside, in the same way. */
  until: <T>(start: (done: (value: T) => void) => void) => Promise<T>
  answer: () => void
}
export type Verb = (run: Run, element: Element) => Promise<Then>
export type Verbs = Record<string, Verb>

/** Verbs an inbound call can meet while it is still ringing. */
const BEFORE_ANSWER = new Set(['Reject', 'Redirect', 'Pause', 'Dial'])

export function createRun(net: Network, leg: Leg, wanted: Pick<Run, 'voice' | 'purpose' | 'isOn'>): Omit<Run, 'base'> {
  const until: Run['until'] = (start) =>
    new Promise((resume) => start((value) => wanted.isOn() && !isOver(leg) && resume(value)))
  return {
    ...wanted,
    net,
    leg,
    until,
    sleep: (ms) => until<void>((done) => net.clock.after(ms, () => done())),
    answer: () => leg.direction === 'inbound' && answerLeg(net, leg),
  }
}

/** Has the leg follow new instructions, from now: those before are abandoned, and a conference or a queue is left. */
export function startScript(net: Network, verbs: Verbs, leg: Leg, source: Source): void {
  const script = {}
  const moved = leg.onMoved
  if (leg.script) leg.sounds.delete(leg.script)
  leg.script = script
  leg.digits = null
  leg.onMoved = null
  if (leg.seat) leaveSeat(net, leg.seat, 'participant_updated_via_api')
  moved?.()
  const run = createRun(net, leg, { voice: script, purpose: null, isOn: () => leg.script === script })
  net.clock.after(0, () => {
    if (run.isOn() && !isOver(leg)) void followAll(run, verbs, source)
  })
}

/** To the end of the call; what cannot be followed leads to the call's fallback, once. */
async function followAll(run: Omit<Run, 'base'>, verbs: Verbs, first: Source): Promise<void> {
  const { net, leg } = run
  let source: Source = first
  let params: Record<string, string> = {}
  for (let fellBack = false; ; fellBack = true) {
    try {
      await followOn(run, verbs, source, params)
      if (run.isOn() && !isOver(leg)) hangUp(net, leg, 'twiml')
      return
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error
      if (!run.isOn()) return
      net.truth.record('twiml-failed', { ...factsOf(leg), code: error.code, why: error.message })
      if (!leg.fallback || fellBack) {
        hangUp(net, leg, 'network')
        return
      }
      source = leg.fallback
      params = { ErrorCode: String(error.code), ErrorUrl: error.page }
    }
  }
}

/**
 * Performs a document and those that it leads to, until one leads nowhere; `leave` when one led out of the queue. A
 * TwimlError names the page that could not be followed.
 */
export async function followOn(
  run: Omit<Run, 'base'>,
  verbs: Verbs,
  first: Source,
  firstParams: Record<string, string>,
): Promise<'end' | 'leave'> {
  let [source, params] = [first, firstParams]
  for (;;) {
    const base = 'url' in source ? source.url : ''
    try {
      const elements = await readPage(run.net, run.leg, source, params)
      if (!run.isOn() || isOver(run.leg)) return 'end'
      const then = await perform({ ...run, base }, verbs, elements)
      if (!run.isOn() || typeof then === 'string') return then === 'leave' ? 'leave' : 'end'
      source = then.go
      params = then.params ?? {}
    } catch (error) {
      if (error instanceof TwimlError) error.page = base
      throw error
    }
  }
}

async function perform(run: Run, verbs: Verbs, elements: Element[]): Promise<Then> {
  const { net, leg, purpose } = run
  for (const element of elements) {
    if (leg.direction === 'inbound' && leg.status === 'ringing' && !BEFORE_ANSWER.has(element.name)) answerLeg(net, leg)
    const verb = verbs[element.name]
    if (!verb) throw new TwimlError(purpose === null ? 12200 : 13238, `<${element.name}> is not understood here`)
    net.truth.record('twiml', { sid: leg.sid, verb: element.name, ...(purpose === null ? {} : { purpose }) })
    const then = await verb(run, element)
    if (then !== 'next') return then
  }
  return 'next'
}
