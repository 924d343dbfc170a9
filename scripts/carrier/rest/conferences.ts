import { formatRfc2822 } from '../clock/clock.ts'
import { endConference, findConference } from '../net/conference.ts'
import type { Conference, Network } from '../net/network.ts'
import { announceToAll } from '../twiml/room-sounds.ts'
import { allowOnly, readPage } from './form.ts'
import { isWithin, paginate } from './paging.ts'
import { PROBLEMS } from './problem.ts'
import type { RestAnswer, RestRequest, Route } from './request.ts'

function writeConference(net: Network, conference: Conference): Record<string, unknown> {
  const path = `/2010-04-01/Accounts/${net.account}/Conferences/${conference.sid}`
  return {
    account_sid: net.account,
    api_version: '2010-04-01',
    date_created: formatRfc2822(conference.createdAt),
    date_updated: formatRfc2822(conference.updatedAt),
    friendly_name: conference.name,
    sid: conference.sid,
    region: 'us1',
    status: conference.status,
    subresource_uris: { participants: `${path}/Participants.json`, recordings: `${path}/Recordings.json` },
    uri: `${path}.json`,
    reason_conference_ended: conference.reasonEnded,
    call_sid_ending_conference: conference.endedBySid,
  }
}

function find({ net, params }: RestRequest): Conference {
  const conference = findConference(net, params[0] ?? '')
  if (!conference) throw PROBLEMS.notFound(`/Conferences/${params[0]}.json`)
  return conference
}

function update(request: RestRequest): RestAnswer {
  allowOnly(request.form, ['Status', 'AnnounceUrl', 'AnnounceMethod'])
  const conference = find(request)
  const status = request.form.get('Status')
  const words = readPage(request.form, 'AnnounceUrl', 'AnnounceMethod')
  if (status === null ? !words : status !== 'completed') throw PROBLEMS.badParameter('Status')
  if (words && conference.status === 'completed') throw PROBLEMS.notFound(request.path)
  if (words) announceToAll(request.net, conference, words)
  if (status === 'completed') endConference(request.net, conference, 'conference-ended-via-api', null)
  return { status: 200, body: writeConference(request.net, conference) }
}

function list({ net, query, path }: RestRequest): RestAnswer {
  const asked = (key: string, value: string): boolean => query.get(key) === null || query.get(key) === value
  const shown = [...net.conferences.values()]
    .filter(
      (one) =>
        asked('FriendlyName', one.name) &&
        asked('Status', one.status) &&
        isWithin(one.createdAt, query, 'DateCreated') &&
        isWithin(one.updatedAt, query, 'DateUpdated'),
    )
    .reverse()
  return { status: 200, body: paginate('conferences', shown, path, query, (one) => writeConference(net, one)) }
}

const ONE = /^Conferences\/([^/]+)\.json$/

export const CONFERENCE_ROUTES: Route[] = [
  { method: 'GET', pattern: /^Conferences\.json$/, creates: false, answer: list },
  {
    method: 'GET',
    pattern: ONE,
    creates: false,
    answer: (r) => ({ status: 200, body: writeConference(r.net, find(r)) }),
  },
  { method: 'POST', pattern: ONE, creates: false, answer: update },
]
