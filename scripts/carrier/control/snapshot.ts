import { isClient, isOver, type Leg, type Network, secondsBetween } from '../net/network.ts'
import { positionOf, waitOf } from '../net/queue.ts'
import { secondsOf } from '../net/recording.ts'

/** How long a call that is over is still shown, virtual milliseconds. */
const SHOWN_AFTER_END_MS = 20_000
const MOST_RECORDINGS = 8
const MOST_LINES = 60
/** What happens between computers rather than people. */
const BEHIND_THE_SCENES = new Set(['hook', 'hook-acked', 'twiml', 'create'])

const showLeg = (net: Network, leg: Leg) => ({
  sid: leg.sid,
  from: leg.from,
  to: leg.to,
  direction: leg.direction,
  status: leg.status,
  seconds: secondsBetween(leg.answeredAt ?? leg.createdAt, leg.endedAt ?? net.clock.now()),
  over: isOver(leg),
  /** The browser of an agent, or a person's phone. */
  agent: isClient(leg.to),
  byHand: leg.persona?.kind === 'manual',
  room: leg.seat && !leg.seat.conference.hidden ? leg.seat.conference.name : null,
  hears: leg.sounds.size > 0,
  awaitsKeys: leg.digits !== null,
})

/** The network as it stands: calls, rooms with who hears whom, queues, recordings and what happened last. */
export function takeSnapshot(net: Network) {
  const since = net.clock.now() - SHOWN_AFTER_END_MS
  return {
    now: new Date(net.clock.now()).toISOString(),
    speed: net.clock.speed(),
    numbers: [...net.numbers.keys()],
    legs: [...net.legs.values()]
      .filter((leg) => !isOver(leg) || (leg.endedAt ?? 0) > since)
      .map((leg) => showLeg(net, leg))
      .reverse(),
    rooms: [...net.rooms.values()].map(({ sid, name, status, seats, hearing }) => ({
      sid,
      name,
      status,
      seats: [...seats.values()].map(({ leg, label, joined, muted, hold, coaching }) => ({
        ...{ sid: leg.sid, who: leg.direction === 'inbound' ? leg.from : leg.to },
        ...{ label, joined, muted, hold, coaching },
      })),
      hearing: [...hearing],
    })),
    queues: [...net.queues.values()].map(({ sid, name, members }) => ({
      sid,
      name,
      members: members.map((member) => ({
        ...{ sid: member.leg.sid, from: member.leg.from },
        ...{ position: positionOf(member), seconds: waitOf(net, member) },
      })),
    })),
    recordings: [...net.recordings.values()]
      .slice(-MOST_RECORDINGS)
      .reverse()
      .map((one) => ({ sid: one.sid, leg: one.leg.sid, status: one.status, seconds: secondsOf(net, one) })),
    lines: net.truth.last(MOST_LINES, ({ event }) => !BEHIND_THE_SCENES.has(event)),
  }
}
