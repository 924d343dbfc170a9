import { factsOf } from '../hooks/call-params.ts'
import type { Leg, Network } from '../net/network.ts'
import { type Media, readSeconds } from './length.ts'

/** The types that Twilio plays (twilio.com/docs/voice/twiml/play). */
const TYPES = /^audio\/(mpeg|mp3|wav|wave|x-wav|aiff|x-aifc|x-aiff|x-gsm|gsm|ulaw|basic)\b/i
/** Only what lies on this machine is fetched: this network leaves it for nobody's sound. */
const NEAR = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/

export const isMedia = (contentType: string): boolean => TYPES.test(contentType)

/** A sound file, fetched once for each address; what failed is asked for again the next time. 11200 not there, 12300 no sound. */
export async function fetchMedia(net: Network, leg: Leg, url: string): Promise<Media> {
  if (!NEAR.test(url)) return { ok: true, seconds: null }
  const known = net.media.get(url)
  if (known) return known
  const reply = await net.sender.ask({ url, method: 'GET', params: {}, about: { ...factsOf(leg), hook: 'media' } })
  if (!reply.ok) return { ok: false, code: reply.reason === 'ct' ? 11205 : 11200, why: reply.detail }
  if (reply.status < 200 || reply.status > 299) return { ok: false, code: 11200, why: `answered ${reply.status}` }
  if (!isMedia(reply.contentType)) return { ok: false, code: 12300, why: reply.contentType || 'no content type' }
  const media: Media = { ok: true, seconds: readSeconds(reply.bytes, reply.size) }
  net.media.set(url, media)
  return media
}
