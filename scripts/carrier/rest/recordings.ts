import { formatRfc2822 } from '../clock/clock.ts'
import { addressOfSound } from '../hooks/recording.ts'
import type { Network, Recording } from '../net/network.ts'
import {
  currentRecording,
  deleteRecording,
  finishRecording,
  pauseRecording,
  resumeRecording,
  secondsOf,
  soundOf,
  startRecording,
} from '../net/recording.ts'
import { findCall } from './calls.ts'
import { allowOnly, readRecording } from './form.ts'
import { isWithin, paginate } from './paging.ts'
import { PROBLEMS } from './problem.ts'
import type { RestAnswer, RestRequest, Route } from './request.ts'

/** Form parameters of POST /Calls/{Sid}/Recordings in Twilio's OpenAPI file (MIT). */
const CREATE =
  `RecordingStatusCallbackEvent RecordingStatusCallback RecordingStatusCallbackMethod Trim RecordingChannels
  RecordingTrack`.split(/\s+/)

/** Whose recordings are asked for: the path's first parameter names a call, a conference or, in neither, nothing. */
type Place = 'Calls' | 'Conferences' | ''

const taken = (recording: Recording): boolean => recording.status !== 'in-progress' && recording.status !== 'paused'

function write(net: Network, recording: Recording, place: Place): Record<string, unknown> {
  const { sid, leg, conference } = recording
  const account = `/2010-04-01/Accounts/${net.account}`
  const own = `${account}/Recordings/${sid}`
  const under = place === '' ? '' : `/${place}/${place === 'Calls' ? leg.sid : conference?.sid}`
  return {
    account_sid: net.account,
    api_version: '2010-04-01',
    call_sid: leg.sid,
    conference_sid: conference?.sid ?? null,
    channels: recording.channels,
    date_created: formatRfc2822(recording.createdAt),
    date_updated: formatRfc2822(recording.updatedAt),
    start_time: formatRfc2822(recording.createdAt),
    price: null,
    price_unit: null,
    duration: taken(recording) ? String(secondsOf(net, recording)) : null,
    sid,
    source: recording.source,
    status: recording.status,
    error_code: null,
    encryption_details: null,
    uri: `${account}${under}/Recordings/${sid}.json`,
    ...(place === 'Calls' ? { track: recording.track } : {}),
    ...(place === ''
      ? {
          media_url: addressOfSound(net, recording),
          subresource_uris: {
            add_on_results: `${own}/AddOnResults.json`,
            transcriptions: `${own}/Transcriptions.json`,
          },
        }
      : {}),
  }
}

const belongs = (recording: Recording, place: Place, whose: string | undefined): boolean =>
  place === '' ||
  (place === 'Calls'
    ? recording.conference === null && recording.leg.sid === whose
    : recording.conference?.sid === whose)

function find({ net, params, path, query }: RestRequest, place: Place): Recording {
  const [whose, sid] = place === '' ? [undefined, params[0]] : params
  const recording = sid === 'Twilio.CURRENT' ? currentRecording(net, whose ?? '') : net.recordings.get(sid ?? '')
  const shown = recording && (recording.status !== 'deleted' || query.get('IncludeSoftDeleted') === 'true')
  if (!shown || !belongs(recording, place, whose)) throw PROBLEMS.notFound(path)
  return recording
}

function create(request: RestRequest): RestAnswer {
  const { net, form } = request
  allowOnly(form, CREATE)
  const leg = findCall(request)
  if (leg.status !== 'in-progress') throw PROBLEMS.notInState()
  const recording = startRecording(net, { ...readRecording(form), leg, source: 'StartCallRecordingAPI' })
  return { status: 201, body: write(net, recording, 'Calls') }
}

const update =
  (place: Place) =>
  (request: RestRequest): RestAnswer => {
    const { net, form } = request
    allowOnly(form, ['Status', 'PauseBehavior'])
    const recording = find(request, place)
    const pause = form.get('PauseBehavior') ?? 'silence'
    if (pause !== 'skip' && pause !== 'silence') throw PROBLEMS.badParameter('PauseBehavior')
    const acts: Record<string, () => boolean> = {
      paused: () => pauseRecording(net, recording, pause),
      'in-progress': () => resumeRecording(net, recording),
      stopped: () => finishRecording(net, recording, 'stopped'),
    }
    const act = acts[form.get('Status') ?? '']
    if (!act) throw PROBLEMS.badParameter('Status')
    if (!act()) throw PROBLEMS.notInState()
    return { status: 200, body: write(net, recording, place) }
  }

const remove =
  (place: Place) =>
  (request: RestRequest): RestAnswer => {
    if (!deleteRecording(request.net, find(request, place))) throw PROBLEMS.notInState()
    return { status: 204, body: null }
  }

const list =
  (place: Place) =>
  ({ net, params, query, path }: RestRequest): RestAnswer => {
    const asked = (key: string, value: string | undefined): boolean =>
      query.get(key) === null || query.get(key) === value
    const shown = [...net.recordings.values()]
      .filter(
        (one) =>
          belongs(one, place, params[0]) &&
          (one.status !== 'deleted' || query.get('IncludeSoftDeleted') === 'true') &&
          asked('CallSid', one.leg.sid) &&
          asked('ConferenceSid', one.conference?.sid) &&
          isWithin(one.createdAt, query, 'DateCreated'),
      )
      .reverse()
    return { status: 200, body: paginate('recordings', shown, path, query, (one) => write(net, one, place)) }
  }

const routesOf = (place: Place, base: string): Route[] => {
  const one = new RegExp(`^${base}Recordings/(RE[0-9a-f]{32}${place === '' ? '' : '|Twilio\\.CURRENT'})\\.json$`)
  const answer = (request: RestRequest): RestAnswer => ({
    status: 200,
    body: write(request.net, find(request, place), place),
  })
  return [
    { method: 'GET', pattern: new RegExp(`^${base}Recordings\\.json$`), creates: false, answer: list(place) },
    { method: 'GET', pattern: one, creates: false, answer },
    ...(place === '' ? [] : [{ method: 'POST' as const, pattern: one, creates: false, answer: update(place) }]),
    { method: 'DELETE', pattern: one, creates: false, answer: remove(place) },
  ]
}

export const RECORDING_ROUTES: Route[] = [
  { method: 'POST', pattern: /^Calls\/(CA[0-9a-f]{32})\/Recordings\.json$/, creates: false, answer: create },
  ...routesOf('Calls', 'Calls/(CA[0-9a-f]{32})/'),
  ...routesOf('Conferences', 'Conferences/(CF[0-9a-f]{32})/'),
  ...routesOf('', ''),
]

/** The sound itself, as WAV with or without saying so; no OpenAPI file describes it. */
export const SOUND_ROUTE: Route = {
  method: 'GET',
  pattern: /^Recordings\/(RE[0-9a-f]{32})(?:\.wav)?$/,
  creates: false,
  answer: (request) => {
    const sound = soundOf(find(request, ''))
    if (!sound) throw PROBLEMS.notFound(request.path)
    return { status: 200, body: null, sound }
  },
}
