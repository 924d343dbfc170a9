import { drawSid } from '../clock/prng.ts'
import { notifyConference } from '../hooks/conference-params.ts'
import { refreshHearing } from './hearing.ts'
import type { Callback, Conference, Leg, Network, Seat } from './network.ts'

export const MOST_PARTICIPANTS = 250

export type LeaveReason =
  | 'participant_hung_up'
  | 'participant_updated_via_api'
  | 'moderator_ended_conference'
  | 'conference_ended_via_api'

/** The conference of that SID, or the one of that name that has not ended. */
export const findConference = (net: Network, nameOrSid: string): Conference | undefined =>
  net.conferences.get(nameOrSid) ?? net.rooms.get(nameOrSid)

/** The living conference of that name, or a new one. The callback of whoever came first stays. */
export function openConference(net: Network, name: string, callback: Callback | null, hidden = false): Conference {
  const living = hidden ? undefined : net.rooms.get(name)
  if (living) return living
  const now = net.clock.now()
  const conference: Conference = {
    sid: drawSid(net.chance, 'CF'),
    name,
    hidden,
    status: 'init',
    createdAt: now,
    updatedAt: now,
    seats: new Map(),
    callback,
    sequence: 0,
    reasonEnded: null,
    endedBySid: null,
    hearing: new Set(),
    onStart: new Set(),
    onEnd: new Set(),
  }
  if (!hidden) {
    net.conferences.set(conference.sid, conference)
    net.rooms.set(name, conference)
  }
  return conference
}

export type SeatWanted = Partial<Omit<Seat, 'leg' | 'conference' | 'joined'>>

/** Keeps a place for a leg that is not answered yet; `joinSeat` takes it. */
export function reserveSeat(net: Network, conference: Conference, leg: Leg, wanted: SeatWanted): Seat {
  const now = net.clock.now()
  const seat: Seat = {
    label: null,
    muted: false,
    hold: false,
    coaching: false,
    coached: null,
    startsOnEnter: true,
    endsOnExit: false,
    earlyMedia: false,
    beepsOnEnter: false,
    beepsOnExit: false,
    createdAt: now,
    updatedAt: now,
    onLeave: () => undefined,
    sounds: new Set(),
    stopHold: null,
    ...wanted,
    leg,
    conference,
    joined: false,
  }
  leg.seat = seat
  conference.seats.set(leg.sid, seat)
  leg.onEnd.add(() => leaveSeat(net, seat, 'participant_hung_up'))
  return seat
}

/** Those who are in the room hear who comes and goes. */
function beep(net: Network, { leg, conference }: Seat, which: 'enter' | 'exit'): void {
  for (const other of conference.seats.values())
    if (other.joined && other.leg !== leg)
      net.truth.record('heard', { sid: other.leg.sid, what: `beep:${which}`, other: leg.sid })
}

export const readBeep = (word: string): Pick<Seat, 'beepsOnEnter' | 'beepsOnExit'> => ({
  beepsOnEnter: word === 'true' || word === 'onEnter',
  beepsOnExit: word === 'true' || word === 'onExit',
})

/** The leg's end is now in the room. It begins with two in it, of whom one may start it. */
export function joinSeat(net: Network, seat: Seat): void {
  const { conference, leg } = seat
  if (conference.status === 'completed') {
    seat.onLeave()
    return
  }
  if (seat.beepsOnEnter) beep(net, seat, 'enter')
  seat.joined = true
  seat.updatedAt = net.clock.now()
  conference.updatedAt = seat.updatedAt
  net.truth.record('join', { sid: leg.sid, conference: conference.name })
  notifyConference(net, conference, 'participant-join', seat)
  const joined = [...conference.seats.values()].filter((other) => other.joined)
  if (conference.status === 'init' && joined.length > 1 && joined.some((other) => other.startsOnEnter)) {
    conference.status = 'in-progress'
    notifyConference(net, conference, 'conference-start', null)
    for (const begun of conference.onStart) begun()
  }
  refreshHearing(net, conference)
}

export function leaveSeat(net: Network, seat: Seat, reason: LeaveReason, kicked = false): void {
  const { conference, leg } = seat
  if (conference.seats.get(leg.sid) !== seat) return
  conference.seats.delete(leg.sid)
  if (leg.seat === seat) leg.seat = null
  for (const stop of seat.sounds) stop()
  conference.updatedAt = net.clock.now()
  if (seat.joined) {
    if (seat.beepsOnExit) beep(net, seat, 'exit')
    net.truth.record('leave', { sid: leg.sid, conference: conference.name, why: reason })
    notifyConference(net, conference, 'participant-leave', seat, {
      ParticipantCallStatus: leg.status,
      ReasonParticipantLeft: reason,
    })
  }
  refreshHearing(net, conference)
  if (seat.joined && seat.endsOnExit)
    endConference(net, conference, `participant-with-end-conference-on-exit-${kicked ? 'kicked' : 'left'}`, leg.sid)
  else if (conference.seats.size === 0)
    endConference(net, conference, kicked ? 'last-participant-kicked' : 'last-participant-left', leg.sid)
  seat.onLeave()
}

export function endConference(net: Network, conference: Conference, reason: string, bySid: string | null): void {
  if (conference.status === 'completed') return
  conference.status = 'completed'
  if (!conference.hidden) net.rooms.delete(conference.name)
  conference.reasonEnded = reason
  conference.endedBySid = bySid
  conference.updatedAt = net.clock.now()
  const why = reason === 'conference-ended-via-api' ? 'conference_ended_via_api' : 'moderator_ended_conference'
  for (const seat of [...conference.seats.values()]) leaveSeat(net, seat, why)
  for (const over of conference.onEnd) over()
  notifyConference(net, conference, 'conference-end', null, {
    ReasonConferenceEnded: reason,
    ...(bySid === null ? {} : { CallSidEndingConference: bySid }),
  })
}

export type SeatChange = Partial<Pick<Seat, 'muted' | 'hold' | 'coaching' | 'coached' | 'endsOnExit' | 'beepsOnExit'>>

/** Changes what a participant hears and says. What the request leaves out stays as it was. */
export function updateSeat(net: Network, seat: Seat, change: SeatChange): void {
  const before = { ...seat }
  Object.assign(seat, change)
  seat.updatedAt = net.clock.now()
  if (!seat.hold) seat.stopHold?.()
  refreshHearing(net, seat.conference)
  if (!seat.joined) return
  if (before.muted !== seat.muted)
    notifyConference(net, seat.conference, seat.muted ? 'participant-mute' : 'participant-unmute', seat)
  if (before.hold !== seat.hold)
    notifyConference(net, seat.conference, seat.hold ? 'participant-hold' : 'participant-unhold', seat)
  if (
    before.coaching !== seat.coaching ||
    before.coached !== seat.coached ||
    before.endsOnExit !== seat.endsOnExit ||
    before.beepsOnExit !== seat.beepsOnExit
  )
    notifyConference(net, seat.conference, 'participant-modify', seat)
}
