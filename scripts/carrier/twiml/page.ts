import { callParams, factsOf } from '../hooks/call-params.ts'
import { isMedia } from '../media/media.ts'
import type { Leg, Network, Page, Source } from '../net/network.ts'
import { readTwiml, TwimlError } from './document.ts'
import type { Element } from './xml.ts'

/**
 * The instructions at hand or at an address, to which the call is told. A sound file stands for one <Play>. 11205 no
 * connection, 11200 an answer that is none, 12300 no TwiML.
 */
export async function readPage(
  net: Network,
  leg: Leg,
  source: Source,
  params: Record<string, string>,
): Promise<Element[]> {
  if ('twiml' in source) return readTwiml(source.twiml)
  const reply = await ask(net, leg, source, params)
  if (isMedia(reply.contentType)) return [{ name: 'Play', attributes: {}, children: [], text: source.url }]
  if (!/xml|html/.test(reply.contentType)) throw new TwimlError(12300, reply.contentType || 'no content type')
  return readTwiml(reply.body)
}

async function ask(net: Network, leg: Leg, page: Page, params: Record<string, string>) {
  const reply = await net.sender.ask({
    ...page,
    params: { ...callParams(net, leg), ...params },
    about: { ...factsOf(leg), hook: 'twiml' },
  })
  if (!reply.ok) throw new TwimlError(reply.reason === 'ct' ? 11205 : 11200, reply.detail)
  if (reply.status < 200 || reply.status > 299) throw new TwimlError(11200, `answered ${reply.status}`)
  return reply
}
