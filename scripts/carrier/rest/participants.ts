import { formatRfc2822 } from '../clock/clock.ts'
import {
  findConference,
  leaveSeat,
  MOST_PARTICIPANTS,
  openConference,
  readBeep,
  reserveSeat,
  updateSeat,
} from '../net/conference.ts'
import { hangUp } from '../net/leg.ts'
import type { Conference, Leg, Network, Seat } from '../net/network.ts'
import { placeCall } from '../net/place.ts'
import { recordConference } from '../net/recording.ts'
import { announce, enterRoom, playOnHold } from '../twiml/room-sounds.ts'
import { readAddresses } from './addresses.ts'
import { allowOnly, readBoolean, readCallback, readPage, readRecording, readWhole } from './form.ts'
import { paginate } from './paging.ts'
import { PROBLEMS } from './problem.ts'
import type { RestAnswer, RestRequest, Route } from './request.ts'

/** Form parameters of POST …/Participants in Twilio's OpenAPI file (MIT). */
const CREATE = `From To StatusCallback StatusCallbackMethod StatusCallbackEvent Label Timeout Record Muted Beep
  StartConferenceOnEnter EndConferenceOnExit WaitUrl WaitMethod EarlyMedia MaxParticipants ConferenceRecord ConferenceTrim
  ConferenceStatusCallback ConferenceStatusCallbackMethod ConferenceStatusCallbackEvent RecordingChannels
  RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword Region
  ConferenceRecordingStatusCallback ConferenceRecordingStatusCallbackMethod RecordingStatusCallbackEvent
  ConferenceRecordingStatusCallbackEvent Coaching CallSidToCoach JitterBufferSize Byoc CallerId CallReason RecordingTrack
  TimeLimit MachineDetection MachineDetectionTimeout MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold
  MachineDetectionSilenceTimeout AmdStatusCallback AmdStatusCallbackMethod Trim CallToken ClientNotificationUrl
  CallerDisplayName`.split(/\s+/)
const UPDATE =
  `Muted Hold HoldUrl HoldMethod AnnounceUrl AnnounceMethod WaitUrl WaitMethod BeepOnExit EndConferenceOnExit
  Coaching CallSidToCoach`.split(/\s+/)

const STATUS: Partial<Record<Leg['status'], string>> = {
  queued: 'queued',
  initiated: 'connecting',
  ringing: 'ringing',
  'in-progress': 'connected',
  failed: 'failed',
}

function writeSeat(net: Network, seat: Seat): Record<string, unknown> {
  const { leg, conference } = seat
  return {
    account_sid: net.account,
    call_sid: leg.sid,
    label: seat.label,
    conference_sid: conference.sid,
    date_created: formatRfc2822(seat.createdAt),
    date_updated: formatRfc2822(seat.updatedAt),
    end_conference_on_exit: seat.endsOnExit,
    muted: seat.muted,
    hold: seat.hold,
    status: STATUS[leg.status] ?? 'complete',
    start_conference_on_enter: seat.startsOnEnter,
    coaching: seat.coaching,
    call_sid_to_coach: seat.coached,
    queue_time: leg.direction === 'outbound-api' ? String(leg.queueMs) : null,
    uri: `/2010-04-01/Accounts/${net.account}/Conferences/${conference.sid}/Participants/${leg.sid}.json`,
  }
}

function findRoom({ net, params }: RestRequest): Conference {
  const room = findConference(net, decodeURIComponent(params[0] ?? ''))
  if (!room || room.status === 'completed') throw PROBLEMS.notFound(`/Conferences/${params[0]}/Participants.json`)
  return room
}

function findSeat(request: RestRequest): Seat {
  const who = decodeURIComponent(request.params[1] ?? '')
  const room = findRoom(request)
  const seat = room.seats.get(who) ?? [...room.seats.values()].find((one) => one.label === who)
  if (!seat) throw PROBLEMS.notFound(`/Participants/${who}.json`)
  return seat
}

function create(request: RestRequest): RestAnswer {
  const { net, form, params } = request
  allowOnly(form, CREATE)
  const { to, from } = readAddresses(request)
  const callback = readCallback(form, 'StatusCallback', 'completed')
  const timeoutSeconds = readWhole(form, 'Timeout', [5, 600]) ?? 60
  const timeLimitSeconds = readWhole(form, 'TimeLimit', [1, 86_400]) ?? 14_400
  const coached = form.get('CallSidToCoach')
  const label = form.get('Label')
  const wait = readPage(form, 'WaitUrl', 'WaitMethod')
  const wanted = {
    label,
    coached,
    coaching: readBoolean(form, 'Coaching') ?? coached !== null,
    muted: readBoolean(form, 'Muted') ?? false,
    startsOnEnter: readBoolean(form, 'StartConferenceOnEnter') ?? true,
    endsOnExit: readBoolean(form, 'EndConferenceOnExit') ?? false,
    earlyMedia: readBoolean(form, 'EarlyMedia') ?? true,
    ...readBeep(form.get('Beep') ?? 'true'),
  }
  const name = decodeURIComponent(params[0] ?? '')
  const room = name.startsWith('CF')
    ? findRoom(request)
    : openConference(net, name, readCallback(form, 'ConferenceStatusCallback', 'start end join leave'))
  if (room.seats.size >= MOST_PARTICIPANTS) throw PROBLEMS.full()
  if (label !== null && [...room.seats.values()].some((seat) => seat.label === label)) throw PROBLEMS.labelInUse()
  const leg: Leg = placeCall(
    net,
    {
      to,
      from: form.get('CallerId') ?? from,
      callback,
      timeoutSeconds,
      timeLimitSeconds,
      detectsMachines: form.has('MachineDetection'),
      onAnswer: () => enterRoom(net, seat, wait),
    },
    readBoolean(form, 'Record') ? { ...readRecording(form), source: 'OutboundAPI' } : null,
  )
  if (/^(record-from-start|true)$/.test(form.get('ConferenceRecord') ?? ''))
    recordConference(net, room, leg, readCallback(form, 'ConferenceRecordingStatusCallback', 'completed'), 'Conference')
  const seat = reserveSeat(net, room, leg, {
    ...wanted,
    onLeave: () => leg.script === null && hangUp(net, leg, 'conference'),
  })
  return { status: 201, body: writeSeat(net, seat) }
}

function update(request: RestRequest): RestAnswer {
  const { net, form } = request
  allowOnly(form, UPDATE)
  const seat = findSeat(request)
  const coached = form.get('CallSidToCoach')
  const coaching = readBoolean(form, 'Coaching') ?? (coached === null ? undefined : true)
  if (coaching && coached === null && seat.coached === null) throw PROBLEMS.badParameter('CallSidToCoach')
  const music = readPage(form, 'HoldUrl', 'HoldMethod', 'GET')
  const words = readPage(form, 'AnnounceUrl', 'AnnounceMethod')
  updateSeat(net, seat, {
    muted: readBoolean(form, 'Muted') ?? seat.muted,
    hold: readBoolean(form, 'Hold') ?? seat.hold,
    endsOnExit: readBoolean(form, 'EndConferenceOnExit') ?? seat.endsOnExit,
    coaching: coaching ?? seat.coaching,
    coached: coached ?? seat.coached,
    beepsOnExit: readBoolean(form, 'BeepOnExit') ?? seat.beepsOnExit,
  })
  if (music && seat.hold && seat.joined) playOnHold(net, seat, music)
  if (words && seat.joined) announce(net, seat, words)
  return { status: 200, body: writeSeat(net, seat) }
}

function remove(request: RestRequest): RestAnswer {
  const seat = findSeat(request)
  const { leg } = seat
  seat.onLeave = () => undefined
  leaveSeat(request.net, seat, 'participant_updated_via_api', true)
  hangUp(request.net, leg, 'api')
  return { status: 204, body: null }
}

function list(request: RestRequest): RestAnswer {
  const { net, query, path } = request
  const asked = (key: string, value: boolean): boolean => query.get(key) === null || query.get(key) === String(value)
  const shown = [...findRoom(request).seats.values()].filter(
    (seat) => asked('Muted', seat.muted) && asked('Hold', seat.hold) && asked('Coaching', seat.coaching),
  )
  return { status: 200, body: paginate('participants', shown, path, query, (seat) => writeSeat(net, seat)) }
}

const ALL = /^Conferences\/([^/]+)\/Participants\.json$/
const ONE = /^Conferences\/([^/]+)\/Participants\/([^/]+)\.json$/

export const PARTICIPANT_ROUTES: Route[] = [
  { method: 'POST', pattern: ALL, creates: true, answer: create },
  { method: 'GET', pattern: ALL, creates: false, answer: list },
  {
    method: 'GET',
    pattern: ONE,
    creates: false,
    answer: (r) => ({ status: 200, body: writeSeat(r.net, findSeat(r)) }),
  },
  { method: 'POST', pattern: ONE, creates: false, answer: update },
  { method: 'DELETE', pattern: ONE, creates: false, answer: remove },
]
