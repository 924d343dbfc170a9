import { callParams, factsOf } from '../hooks/call-params.ts'
import { leaveSeat } from '../net/conference.ts'
import { answerLeg, hangUp } from '../net/leg.ts'
import { isOver, type Leg, type Network, type Page, type Source } from '../net/network.ts'
import { readTwiml, TwimlError } from './document.ts'
import type { Element } from './xml.ts'

/** What a verb leads to: the next one, another document, or nothing more. */
export type Then = 'next' | 'stop' | { go: Page; params?: Record<string, string> }
/** Following one document on one leg. */
export type Run = {
  net: Network
  leg: Leg
  /** Address of the document, '' for inline TwiML. */
  base: string
  /** Waits; never comes back once the instructions were abandoned. */
  sleep: (ms: number) => Promise<void>
  /** Waits for something outside, in the same way. */
  until: <T>(start: (done: (value: T) => void) => void) => Promise<T>
  answer: () => void
}
export type Verb = (run: Run, element: Element) => Promise<Then>

/** Verbs an inbound call can meet while it is still ringing. */
const BEFORE_ANSWER = new Set(['Reject', 'Redirect', 'Pause', 'Dial'])

export type Verbs = Record<string, Verb>

/** Has the leg follow new instructions, from now: those before are abandoned, and a conference is left. */
export function startScript(net: Network, verbs: Verbs, leg: Leg, source: Source): void {
  const script = {}
  leg.script = script
  leg.digits = null
  leg.prompted = false
  if (leg.seat) leaveSeat(net, leg.seat, 'participant_updated_via_api')
  const until: Run['until'] = (start) =>
    new Promise((resume) => start((value) => leg.script === script && resume(value)))
  const run: Omit<Run, 'base'> = {
    net,
    leg,
    until,
    sleep: (ms) => until<void>((done) => net.clock.after(ms, () => done())),
    answer: () => leg.direction === 'inbound' && answerLeg(net, leg),
  }
  net.clock.after(0, () => {
    if (leg.script === script && !isOver(leg)) void follow(run, verbs, source)
  })
}

async function follow(run: Omit<Run, 'base'>, verbs: Verbs, first: Source): Promise<void> {
  const { net, leg } = run
  const script = leg.script
  let source: Source = first
  let params: Record<string, string> = {}
  let fellBack = false
  for (;;) {
    try {
      const text = 'twiml' in source ? source.twiml : await fetchTwiml(net, leg, source, params)
      if (leg.script !== script) return
      const then = await perform({ ...run, base: 'url' in source ? source.url : '' }, verbs, readTwiml(text))
      if (leg.script !== script) return
      if (then === 'next' || then === 'stop') {
        if (!isOver(leg)) hangUp(net, leg, 'twiml')
        return
      }
      source = then.go
      params = then.params ?? {}
    } catch (error) {
      if (!(error instanceof TwimlError)) throw error
      if (leg.script !== script) return
      const page = 'url' in source ? source.url : ''
      net.truth.record('twiml-failed', { ...factsOf(leg), code: error.code, why: error.message })
      if (!leg.fallback || fellBack) {
        hangUp(net, leg, 'network')
        return
      }
      fellBack = true
      source = leg.fallback
      params = { ErrorCode: String(error.code), ErrorUrl: page }
    }
  }
}

/** 11205 no connection, 11200 an answer that is none, 12300 no TwiML. */
async function fetchTwiml(net: Network, leg: Leg, page: Page, params: Record<string, string>): Promise<string> {
  const reply = await net.sender.ask({
    ...page,
    params: { ...callParams(net, leg), ...params },
    about: { ...factsOf(leg), hook: 'twiml' },
  })
  if (!reply.ok) throw new TwimlError(reply.reason === 'ct' ? 11205 : 11200, reply.detail)
  if (reply.status < 200 || reply.status > 299) throw new TwimlError(11200, `answered ${reply.status}`)
  if (!/xml|html/.test(reply.contentType)) throw new TwimlError(12300, reply.contentType || 'no content type')
  return reply.body
}

async function perform(run: Run, verbs: Verbs, elements: Element[]): Promise<Then> {
  const { net, leg } = run
  for (const element of elements) {
    if (leg.direction === 'inbound' && leg.status === 'ringing' && !BEFORE_ANSWER.has(element.name)) answerLeg(net, leg)
    const verb = verbs[element.name]
    if (!verb) throw new TwimlError(12200, `<${element.name}> is not understood`)
    net.truth.record('twiml', { sid: leg.sid, verb: element.name })
    const then = await verb(run, element)
    if (then !== 'next') return then
  }
  return 'next'
}
