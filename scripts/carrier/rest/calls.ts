import { endLeg, hangUp } from '../net/leg.ts'
import { isOver, type Leg } from '../net/network.ts'
import { placeCall, runScript } from '../net/place.ts'
import { readAddresses } from './addresses.ts'
import { writeCall } from './call-json.ts'
import { allowOnly, readBoolean, readCallback, readPage, readRecording, readSource, readWhole } from './form.ts'
import { isWithin, paginate } from './paging.ts'
import { PROBLEMS } from './problem.ts'
import type { RestAnswer, RestRequest, Route } from './request.ts'

/** Form parameters of POST /Calls in Twilio's OpenAPI file (MIT). */
const CREATE =
  `To From Method FallbackUrl FallbackMethod StatusCallback StatusCallbackEvent StatusCallbackMethod SendDigits
  Timeout Record RecordingChannels RecordingStatusCallback RecordingStatusCallbackMethod SipAuthUsername SipAuthPassword
  MachineDetection MachineDetectionTimeout RecordingStatusCallbackEvent Trim CallerId MachineDetectionSpeechThreshold
  MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout AsyncAmd AsyncAmdStatusCallback
  AsyncAmdStatusCallbackMethod Byoc CallReason CallToken RecordingTrack TimeLimit ClientNotificationUrl Url Twiml
  ApplicationSid`.split(/\s+/)
const UPDATE = 'Url Method Status FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod Twiml TimeLimit'.split(
  ' ',
)

function create(request: RestRequest): RestAnswer {
  const { net, form } = request
  allowOnly(form, CREATE)
  const { to, from } = readAddresses(request)
  const source = readSource(form)
  if (!source) throw PROBLEMS.noUrl()
  if (readBoolean(form, 'AsyncAmd') && !form.get('AsyncAmdStatusCallback')) throw PROBLEMS.noAmdCallback()
  const leg: Leg = placeCall(
    net,
    {
      to,
      from: form.get('CallerId') ?? from,
      callback: readCallback(form, 'StatusCallback', 'completed'),
      fallback: readPage(form, 'FallbackUrl', 'FallbackMethod'),
      timeoutSeconds: readWhole(form, 'Timeout', [5, 600]) ?? 60,
      timeLimitSeconds: readWhole(form, 'TimeLimit', [1, 86_400]) ?? 14_400,
      detectsMachines: form.has('MachineDetection'),
      onAnswer: () => runScript(net, leg, source),
    },
    readBoolean(form, 'Record') ? { ...readRecording(form), source: 'OutboundAPI' } : null,
  )
  return { status: 201, body: writeCall(net, leg) }
}

export function findCall({ net, params }: RestRequest): Leg {
  const leg = net.legs.get(params[0] ?? '')
  if (!leg) throw PROBLEMS.notFound(`/Calls/${params[0]}.json`)
  return leg
}

function update(request: RestRequest): RestAnswer {
  const { net, form } = request
  allowOnly(form, UPDATE)
  const leg = findCall(request)
  if (isOver(leg)) throw PROBLEMS.notInState()
  const status = form.get('Status')
  if (status !== null && status !== 'canceled' && status !== 'completed') throw PROBLEMS.badParameter('Status')
  if (status === 'canceled') {
    if (leg.status === 'in-progress') throw PROBLEMS.notInState()
    endLeg(net, leg, 'canceled', 'api', 487)
  } else if (status === 'completed') {
    hangUp(net, leg, 'api')
  } else {
    const source = readSource(form)
    if (!source) throw PROBLEMS.noUrl()
    if (leg.status !== 'in-progress') throw PROBLEMS.notInState()
    leg.fallback = readPage(form, 'FallbackUrl', 'FallbackMethod') ?? leg.fallback
    runScript(net, leg, source)
  }
  return { status: 200, body: writeCall(net, leg) }
}

/** A call not dialled yet has no start: for the filter its creation counts (ASSUMED.md). */
const startOf = (leg: Leg): number => leg.invitedAt ?? leg.createdAt

function list({ net, query, path, faults }: RestRequest): RestAnswer {
  const knownSince = net.clock.now() - faults.listLateMs
  const asked = (key: string, value: string | null): boolean => query.get(key) === null || query.get(key) === value
  const shown = [...net.legs.values()]
    .filter(
      (leg) =>
        leg.createdAt <= knownSince &&
        asked('To', leg.to) &&
        asked('From', leg.from) &&
        asked('Status', leg.status === 'initiated' ? 'queued' : leg.status) &&
        asked('ParentCallSid', leg.parent?.sid ?? null) &&
        isWithin(startOf(leg), query, 'StartTime') &&
        isWithin(leg.endedAt, query, 'EndTime'),
    )
    .reverse()
  return { status: 200, body: paginate('calls', shown, path, query, (leg) => writeCall(net, leg)) }
}

const ONE = /^Calls\/(CA[0-9a-f]{32})\.json$/

export const CALL_ROUTES: Route[] = [
  { method: 'POST', pattern: /^Calls\.json$/, creates: true, answer: create },
  { method: 'GET', pattern: /^Calls\.json$/, creates: false, answer: list },
  {
    method: 'GET',
    pattern: ONE,
    creates: false,
    answer: (r) => ({ status: 200, body: writeCall(r.net, findCall(r)) }),
  },
  { method: 'POST', pattern: ONE, creates: false, answer: update },
]
