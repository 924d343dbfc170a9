import { formatRfc2822 } from '../clock/clock.ts'
import type { Member, Network, Queue } from '../net/network.ts'
import { runScript } from '../net/place.ts'
import { averageWaitOf, findQueue, LARGEST_QUEUE_SIZE, openQueue, positionOf, waitOf } from '../net/queue.ts'
import { allowOnly, readPage, readWhole } from './form.ts'
import { paginate } from './paging.ts'
import { PROBLEMS } from './problem.ts'
import type { RestAnswer, RestRequest, Route } from './request.ts'

const writeQueue = (net: Network, queue: Queue): Record<string, unknown> => ({
  account_sid: net.account,
  average_wait_time: averageWaitOf(net, queue),
  current_size: queue.members.length,
  date_created: formatRfc2822(queue.createdAt),
  date_updated: formatRfc2822(queue.updatedAt),
  friendly_name: queue.name,
  max_size: queue.mostMembers,
  sid: queue.sid,
  uri: `/2010-04-01/Accounts/${net.account}/Queues/${queue.sid}.json`,
})

const writeMember = (net: Network, member: Member, position: number): Record<string, unknown> => ({
  queue_sid: member.queue.sid,
  call_sid: member.leg.sid,
  date_enqueued: formatRfc2822(member.since),
  position,
  uri: `/2010-04-01/Accounts/${net.account}/Queues/${member.queue.sid}/Members/${member.leg.sid}.json`,
  wait_time: waitOf(net, member),
})

function find({ net, params, path }: RestRequest): Queue {
  const queue = net.queues.get(params[0] ?? '')
  if (!queue) throw PROBLEMS.notFound(path)
  return queue
}

/** A member by their call, or `Front` for the one who is next. */
function findMember(request: RestRequest): Member {
  const [, who] = request.params
  const { members } = find(request)
  const member = who === 'Front' ? members[0] : members.find(({ leg }) => leg.sid === who)
  if (!member) throw PROBLEMS.notFound(request.path)
  return member
}

/** A name that no other queue has. */
function readName({ net, form }: RestRequest, own: Queue | null): string | undefined {
  const name = form.get('FriendlyName') ?? undefined
  const other = name === undefined ? undefined : findQueue(net, name)
  if (name === '' || (name?.length ?? 0) > 64 || (other && other !== own)) throw PROBLEMS.badParameter('FriendlyName')
  return name
}

function create(request: RestRequest): RestAnswer {
  const { net, form } = request
  allowOnly(form, ['FriendlyName', 'MaxSize'])
  const name = readName(request, null)
  if (name === undefined) throw PROBLEMS.badParameter('FriendlyName')
  const queue = openQueue(net, name, readWhole(form, 'MaxSize', [1, LARGEST_QUEUE_SIZE]))
  return { status: 201, body: writeQueue(net, queue) }
}

function update(request: RestRequest): RestAnswer {
  const { net, form } = request
  allowOnly(form, ['FriendlyName', 'MaxSize'])
  const queue = find(request)
  queue.name = readName(request, queue) ?? queue.name
  queue.mostMembers = readWhole(form, 'MaxSize', [1, LARGEST_QUEUE_SIZE]) ?? queue.mostMembers
  queue.updatedAt = net.clock.now()
  return { status: 200, body: writeQueue(net, queue) }
}

function remove(request: RestRequest): RestAnswer {
  const queue = find(request)
  if (queue.members.length > 0) throw PROBLEMS.queueInUse()
  request.net.queues.delete(queue.sid)
  return { status: 204, body: null }
}

/** Takes a caller out of the queue to other instructions. The answer still shows where they stood. */
function dequeue(request: RestRequest): RestAnswer {
  const { net, form } = request
  allowOnly(form, ['Url', 'Method'])
  const member = findMember(request)
  const page = readPage(form, 'Url', 'Method')
  if (!page) throw PROBLEMS.noUrl()
  const position = positionOf(member)
  runScript(net, member.leg, page)
  return { status: 200, body: writeMember(net, member, position) }
}

const ALL = /^Queues\.json$/
const ONE = /^Queues\/(QU[0-9a-f]{32})\.json$/
const MEMBERS = /^Queues\/(QU[0-9a-f]{32})\/Members\.json$/
const MEMBER = /^Queues\/(QU[0-9a-f]{32})\/Members\/(CA[0-9a-f]{32}|Front)\.json$/

const get = (pattern: RegExp, show: (request: RestRequest) => Record<string, unknown>): Route => ({
  method: 'GET',
  pattern,
  creates: false,
  answer: (request) => ({ status: 200, body: show(request) }),
})

export const QUEUE_ROUTES: Route[] = [
  get(ALL, ({ net, path, query }) =>
    paginate('queues', [...net.queues.values()].reverse(), path, query, (one) => writeQueue(net, one)),
  ),
  get(ONE, (request) => writeQueue(request.net, find(request))),
  get(MEMBERS, (request) => {
    const { net, path, query } = request
    return paginate('queue_members', find(request).members, path, query, (one) =>
      writeMember(net, one, positionOf(one)),
    )
  }),
  get(MEMBER, (request) => {
    const member = findMember(request)
    return writeMember(request.net, member, positionOf(member))
  }),
  { method: 'POST', pattern: ALL, creates: false, answer: create },
  { method: 'POST', pattern: ONE, creates: false, answer: update },
  { method: 'DELETE', pattern: ONE, creates: false, answer: remove },
  { method: 'POST', pattern: MEMBER, creates: false, answer: dequeue },
]
