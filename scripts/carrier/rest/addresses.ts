import { isClient, isOver, type Leg, type Network } from '../net/network.ts'
import { PROBLEMS, refusal } from './problem.ts'
import type { RestRequest } from './request.ts'

const E164 = /^\+[1-9]\d{6,14}$/
const CLIENT = /^client:[\w.+@-]+(\?.*)?$/

/** To and From of a new outbound leg, refused as Twilio refuses them. */
export function readAddresses({ net, form, faults }: RestRequest): { to: string; from: string } {
  const to = form.get('To') ?? ''
  const from = form.get('From') ?? ''
  if (to === '') throw PROBLEMS.noTo()
  if (isClient(to) ? !CLIENT.test(to) : !E164.test(to)) throw PROBLEMS.badTo(to)
  if (from === '') throw PROBLEMS.noFrom()
  if (!isClient(to)) checkCallerId(net, from)
  const refused = net.refusals.find((one) => to.startsWith(one.prefix))
  if (refused) {
    net.truth.record('refused', { to, from, code: refused.code })
    throw refusal(refused.code, to)
  }
  if (!isClient(to)) checkLimits(net, faults)
  return { to, from }
}

function checkLimits(net: Network, { mostQueued, mostAtOnce }: RestRequest['faults']): void {
  const count = (counts: (leg: Leg) => boolean): number =>
    [...net.legs.values()].filter((leg) => leg.direction === 'outbound-api' && !isClient(leg.to) && counts(leg)).length
  if (mostQueued !== null && count((leg) => leg.status === 'queued') >= mostQueued) throw PROBLEMS.queueFull()
  if (mostAtOnce !== null && count((leg) => !isOver(leg)) >= mostAtOnce) throw PROBLEMS.tooManyAtOnce()
}

/** With no numbers of our own configured every well-formed caller ID passes. */
function checkCallerId(net: Network, from: string): void {
  if (!E164.test(from)) throw PROBLEMS.badFrom(from)
  if (net.numbers.size > 0 && !net.numbers.has(from)) throw PROBLEMS.unownedFrom(from)
}
