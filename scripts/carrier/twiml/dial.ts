import { joinSeat, leaveSeat, MOST_PARTICIPANTS, openConference, readBeep, reserveSeat } from '../net/conference.ts'
import { createLeg, hangUp, inviteLeg } from '../net/leg.ts'
import { type Callback, isOver, type Leg, type Network, secondsBetween } from '../net/network.ts'
import { recordConference, startRecording } from '../net/recording.ts'
import { follow } from './action.ts'
import { readCallback, readFlag, readMethod, readNumber, readRecordingCallback, resolveUrl } from './attributes.ts'
import { hangup } from './calls.ts'
import { dialQueue } from './dial-queue.ts'
import { TwimlError } from './document.ts'
import { gather } from './prompts.ts'
import { enterRoom } from './room-sounds.ts'
import type { Run, Then, Verb, Verbs } from './script.ts'
import { SOUND_VERBS, startSound } from './sounds.ts'
import type { Element } from './xml.ts'

const DIAL_TIMEOUT_SECONDS = 30
/** One who was dialled may press a key or be let go; <Dial> is not for them. */
const WHISPER_VERBS: Verbs = { ...SOUND_VERBS, Gather: gather, Hangup: hangup }

/** What <Dial> reports to its `action`; without one the next verb follows. */
function report(run: Run, element: Element, status: string, child: Leg | null): Then {
  const action = element.attributes.action
  if (action === undefined) return 'next'
  return {
    go: { url: resolveUrl(action, run.base), method: readMethod(element) },
    params: {
      DialCallStatus: status,
      DialBridged: String(child?.answeredAt != null),
      ...(child && {
        DialCallSid: child.sid,
        DialCallDuration: String(secondsBetween(child.answeredAt, child.endedAt)),
      }),
    },
  }
}

export const dial: Verb = async (run, element) => {
  const conference = element.children.find((child) => child.name === 'Conference')
  if (conference) {
    if (element.children.length > 1) throw new TwimlError(12200, '<Conference> beside another noun')
    run.answer()
    await sitDown(run, conference)
    return report(run, element, 'completed', null)
  }
  const queue = element.children.find((child) => child.name === 'Queue')
  if (queue) {
    if (element.children.length > 1) throw new TwimlError(12200, '<Queue> beside another noun')
    run.answer()
    const told = await dialQueue(run, queue, readNumber(element, 'timeout', DIAL_TIMEOUT_SECONDS))
    return element.attributes.action === undefined ? 'next' : follow(run, element, told)
  }
  const nouns = element.children.length > 0 ? element.children : [{ ...element, name: 'Number', children: [] }]
  if (!readFlag(element, 'answerOnBridge', false)) run.answer()
  const child = await ringAll(run, element, nouns)
  return report(run, element, child.answeredAt === null ? child.status : 'completed', child)
}

/** The leg sits in the conference until it, or the conference, is over. */
async function sitDown({ net, leg, base, until }: Run, noun: Element): Promise<void> {
  const room = openConference(net, noun.text, readCallback(noun, base, 'start end join leave mute hold modify'))
  if (/^(record-from-start|true)$/.test(noun.attributes.record ?? ''))
    recordConference(net, room, leg, readRecordingCallback(noun, base), 'Conference')
  const most = Math.min(MOST_PARTICIPANTS, readNumber(noun, 'maxParticipants', MOST_PARTICIPANTS))
  if (room.seats.size >= most) throw new TwimlError(16020, `conference ${noun.text} is full`)
  const label = noun.attributes.participantLabel ?? null
  const coached = noun.attributes.coach ?? null
  const { waitUrl } = noun.attributes
  await until<void>((done) => {
    const seat = reserveSeat(net, room, leg, {
      label,
      coached,
      coaching: coached !== null,
      muted: readFlag(noun, 'muted', false),
      startsOnEnter: readFlag(noun, 'startConferenceOnEnter', true),
      endsOnExit: readFlag(noun, 'endConferenceOnExit', false),
      ...readBeep(noun.attributes.beep ?? 'true'),
      onLeave: () => done(),
    })
    enterRoom(net, seat, waitUrl ? { url: resolveUrl(waitUrl, base), method: readMethod(noun, 'waitMethod') } : null)
  })
}

const addressOf = (noun: Element): string => {
  if (noun.name !== 'Client') return noun.text
  const identity = noun.children.find((child) => child.name === 'Identity')?.text
  return `client:${identity ?? noun.text}`
}

/** Rings every noun at once; the first to answer is bridged and the others stop. Ends when the bridged one ends. */
function ringAll(run: Run, element: Element, nouns: Element[]): Promise<Leg> {
  const { net, leg } = run
  const callerId = element.attributes.callerId ?? (leg.direction === 'inbound' ? leg.from : leg.to)
  return run.until<Leg>((done) => {
    const children = nouns.map((noun) =>
      createLeg(net, {
        direction: 'outbound-dial',
        to: addressOf(noun),
        from: callerId,
        parent: leg,
        callback: readCallback(noun, run.base, 'completed'),
        timeoutSeconds: readNumber(element, 'timeout', DIAL_TIMEOUT_SECONDS),
        timeLimitSeconds: readNumber(element, 'timeLimit', 14_400),
      }),
    )
    for (const [nth, child] of children.entries()) {
      child.onAnswer = () => {
        for (const other of children) if (other !== child) hangUp(net, other, 'twiml')
        run.answer()
        if (/^(record-from|true)/.test(element.attributes.record ?? ''))
          startRecording(net, {
            leg,
            source: 'DialVerb',
            channels: element.attributes.record?.endsWith('-dual') ? 2 : 1,
            callback: readRecordingCallback(element, run.base),
          })
        whisper(run, nouns[nth], child, () => bridge(net, leg, child))
      }
      child.onEnd.add(() => children.every(isOver) && done(children.find((one) => one.answeredAt !== null) ?? child))
      leg.onEnd.add(() => hangUp(net, child, 'caller'))
      inviteLeg(net, child)
    }
  })
}

/** What the one who was dialled hears first, alone, when the noun has a `url`. */
function whisper({ net, leg, base }: Run, noun: Element | undefined, child: Leg, connect: () => void): void {
  const url = noun?.attributes.url
  if (!noun || !url) {
    connect()
    return
  }
  const stop = startSound(net, child, {
    page: { url: resolveUrl(url, base), method: readMethod(noun) },
    verbs: WHISPER_VERBS,
    purpose: 'whisper',
    params: () => ({}),
    loops: false,
    onEnd: connect,
  })
  leg.onEnd.add(stop)
}

/** Two ends that hear each other, each leaving when the other does. */
function bridge(net: Network, parent: Leg, child: Leg): void {
  const room = openConference(net, `bridge:${parent.sid}`, null as Callback | null, true)
  const near = reserveSeat(net, room, parent, { onLeave: () => hangUp(net, child, 'caller') })
  const far = reserveSeat(net, room, child, { onLeave: () => leaveSeat(net, near, 'participant_hung_up') })
  joinSeat(net, near)
  joinSeat(net, far)
}
