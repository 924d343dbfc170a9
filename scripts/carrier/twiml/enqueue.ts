import { isOver, type Member, type Queue, type QueueResult } from '../net/network.ts'
import { averageWaitOf, joinQueue, openQueue, positionOf, quitQueue, waitOf } from '../net/queue.ts'
import { follow, tellAction } from './action.ts'
import { readMethod, readNumber, resolveUrl } from './attributes.ts'
import { hangup } from './calls.ts'
import { TwimlError } from './document.ts'
import { hearSound } from './hear.ts'
import { gather } from './prompts.ts'
import type { Run, Verb, Verbs } from './script.ts'
import { SOUND_VERBS, startSound } from './sounds.ts'
import type { Element } from './xml.ts'

const LONGEST_NAME = 64

/** What a wait document may do (twilio.com/docs/voice/twiml/enqueue). */
const QUEUE_VERBS: Verbs = { ...SOUND_VERBS, Gather: gather, Hangup: hangup, Leave: async () => 'leave' }

/** After these nobody is left to follow what the action answers: it is told and no more. */
const GONE: ReadonlySet<QueueResult> = new Set(['hangup', 'redirected', 'redirected-from-bridged'])

/**
 * The caller waits, and hears the wait document over and over, until a <Leave> in it, the API, a <Dial><Queue> or the
 * end of the call takes them out. Whichever it was, the action is told at once, save after a bridge, when it is over.
 */
export const enqueue: Verb = async (run, element) => {
  const { net, leg } = run
  if (element.text === '' || element.text.length > LONGEST_NAME) throw new TwimlError(12200, 'a queue needs a name')
  const queue = openQueue(net, element.text, readNumber(element, 'maxQueueSize', undefined))
  if (queue.members.length >= queue.mostMembers) return conclude(run, element, { QueueResult: 'queue-full' })
  const { result, waited } = await run.until<{ result: QueueResult; waited: number }>((done) => {
    let open = true
    let waited = 0
    const finish = (result: QueueResult): void => {
      if (!open) return
      open = false
      leave(result)
      leg.onEnd.delete(gone)
      if (!GONE.has(result)) leg.onMoved = null
      if (GONE.has(result) || isOver(leg)) tellAction(run, element, report(queue, result, waited))
      else done({ result, waited })
    }
    const leave = (result: QueueResult): void => {
      if (positionOf(member) === 0) return
      waited = waitOf(net, member)
      quitQueue(net, member, result)
      silence()
    }
    const gone = (): void => finish(positionOf(member) === 0 ? 'bridged' : 'hangup')
    const member = joinQueue(net, queue, leg, () => {
      leave('bridged')
      leg.onMoved = () => finish('redirected-from-bridged')
      return () => finish('bridged')
    })
    const silence = playWait(run, element, member, (how) => finish(how === 'leave' ? 'leave' : 'error'))
    leg.onMoved = () => finish('redirected')
    leg.onEnd.add(gone)
  })
  return conclude(run, element, report(queue, result, waited))
}

const conclude = (run: Run, element: Element, params: Record<string, string>) =>
  element.attributes.action === undefined ? 'next' : follow(run, element, params)

const report = (queue: Queue, result: QueueResult, waited: number): Record<string, string> => ({
  QueueResult: result,
  QueueSid: queue.sid,
  QueueTime: String(waited),
})

/** Without a `waitUrl` music plays; with an empty one nothing does. */
function playWait(
  run: Run,
  element: Element,
  member: Member,
  onEnd: Parameters<typeof startSound>[2]['onEnd'],
): () => void {
  const { net, leg } = run
  const { waitUrl } = element.attributes
  const { queue } = member
  if (waitUrl)
    return startSound(net, leg, {
      page: { url: resolveUrl(waitUrl, run.base), method: readMethod(element, 'waitUrlMethod') },
      verbs: QUEUE_VERBS,
      purpose: 'queue',
      params: () => ({
        QueueSid: queue.sid,
        QueuePosition: String(positionOf(member)),
        QueueTime: String(waitOf(net, member)),
        AvgQueueTime: String(averageWaitOf(net, queue)),
        CurrentQueueSize: String(queue.members.length),
        MaxQueueSize: String(queue.mostMembers),
      }),
      loops: true,
      onEnd,
    })
  const music = {}
  if (waitUrl === undefined) hearSound(net, leg, music, true)
  return () => hearSound(net, leg, music, false)
}
