import { joinSeat, leaveSeat, openConference, reserveSeat } from '../net/conference.ts'
import { type Member, type Network, secondsBetween } from '../net/network.ts'
import { findQueue, waitOf } from '../net/queue.ts'
import { readMethod, resolveUrl } from './attributes.ts'
import type { Run } from './script.ts'
import { SOUND_VERBS, startSound } from './sounds.ts'
import type { Element } from './xml.ts'

/**
 * Takes the first who waits in the queue, or waits for one to come; that person hears `url` first, then both hear each
 * other until one goes. Answers with what the action of <Dial> is told.
 */
export async function dialQueue(run: Run, noun: Element, timeoutSeconds: number): Promise<Record<string, string>> {
  const { net, leg } = run
  const queue = findQueue(net, noun.text)
  if (!queue) return { DialCallStatus: 'failed', DequeueResult: 'queue-not-found' }
  const member = await run.until<Member | null>((done) => {
    const [first] = queue.members
    if (first) return done(first)
    const forget = (): void => {
      const nth = queue.awaiting.indexOf(take)
      if (nth >= 0) queue.awaiting.splice(nth, 1)
    }
    const take = (one: Member): void => {
      leg.onEnd.delete(forget)
      done(one)
    }
    queue.awaiting.push(take)
    leg.onEnd.add(forget)
    net.clock.after(timeoutSeconds * 1000, () => {
      forget()
      done(null)
    })
  })
  if (!member) return { DialCallStatus: 'no-answer', DequeueResult: 'timeout', QueueSid: queue.sid }
  const waited = waitOf(net, member)
  const over = member.take()
  // Whoever dialled may go without these instructions ever going on.
  leg.onEnd.add(over)
  const bridgedAt = await whisper(run, noun, member, waited)
  if (bridgedAt !== null) await bridge(run, member, over)
  over()
  return {
    DialCallStatus: 'completed',
    DequeueResult: bridgedAt === null ? 'hangup' : 'bridged',
    DequeuedCallSid: member.leg.sid,
    DequeuedCallQueueTime: String(waited),
    DequeuedCallDuration: String(secondsBetween(bridgedAt, net.clock.now())),
    QueueSid: queue.sid,
  }
}

/** What the one who waited is told before they are connected. Null when they hung up meanwhile. */
function whisper(run: Run, noun: Element, { leg, queue }: Member, waited: number): Promise<number | null> {
  const { net } = run
  const { url } = noun.attributes
  return run.until<number | null>((done) => {
    const gone = (): void => done(null)
    const connect = (): void => {
      leg.onEnd.delete(gone)
      done(net.clock.now())
    }
    leg.onEnd.add(gone)
    if (!url) return connect()
    const stop = startSound(net, leg, {
      page: { url: resolveUrl(url, run.base), method: readMethod(noun) },
      verbs: SOUND_VERBS,
      purpose: 'whisper',
      params: () => ({ QueueSid: queue.sid, QueueTime: String(waited), DequeingCallSid: run.leg.sid }),
      loops: false,
      onEnd: connect,
    })
    run.leg.onEnd.add(stop)
  })
}

/** Each end goes on with its own instructions when the other leaves. */
function bridge({ net, leg, until }: Run, { leg: other }: Member, over: () => void): Promise<void> {
  return until<void>((done) => {
    const room = openConference(net, `queue:${leg.sid}`, null, true)
    const near = reserveSeat(net, room, leg, { onLeave: () => leaveIfThere(net, other) })
    const far = reserveSeat(net, room, other, {
      onLeave: () => {
        leaveSeat(net, near, 'participant_hung_up')
        over()
        done()
      },
    })
    joinSeat(net, near)
    joinSeat(net, far)
  })
}

const leaveIfThere = (net: Network, leg: Member['leg']): void => {
  if (leg.seat) leaveSeat(net, leg.seat, 'participant_hung_up')
}
