import { formatRfc2822 } from '../clock/clock.ts'
import { type Leg, type Network, secondsBetween } from '../net/network.ts'

const date = (ms: number | null): string | null => (ms === null ? null : formatRfc2822(ms))
const SUBRESOURCES = {
  notifications: 'Notifications',
  recordings: 'Recordings',
  payments: 'Payments',
  events: 'Events',
  siprec: 'Siprec',
  streams: 'Streams',
  transcriptions: 'Transcriptions',
  user_defined_message_subscriptions: 'UserDefinedMessageSubscriptions',
  user_defined_messages: 'UserDefinedMessages',
} as const

/** US numbers as (415) 867-5309, others as they are. */
const format = (address: string): string => address.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3')

/** A call as GET /Calls/{Sid} shows it: with every key of Twilio's published example. There is no `initiated` in REST. */
export function writeCall(net: Network, leg: Leg): Record<string, unknown> {
  const path = `/2010-04-01/Accounts/${net.account}/Calls/${leg.sid}`
  return {
    account_sid: net.account,
    answered_by: leg.answeredBy,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: date(leg.createdAt),
    date_updated: date(leg.updatedAt),
    direction: leg.direction,
    duration: leg.endedAt === null ? null : String(secondsBetween(leg.answeredAt, leg.endedAt)),
    end_time: date(leg.endedAt),
    forwarded_from: null,
    from: leg.from,
    from_formatted: format(leg.from),
    group_sid: null,
    parent_call_sid: leg.parent?.sid ?? null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    sid: leg.sid,
    start_time: date(leg.invitedAt),
    status: leg.status === 'initiated' ? 'queued' : leg.status,
    subresource_uris: Object.fromEntries(
      Object.entries(SUBRESOURCES).map(([key, name]) => [key, `${path}/${name}.json`]),
    ),
    to: leg.to,
    to_formatted: format(leg.to),
    trunk_sid: null,
    uri: `${path}.json`,
    queue_time: String(leg.queueMs),
  }
}
