import { formatRfc2822 } from '../clock/clock.ts'
import type { Conference, Network, Seat } from '../net/network.ts'

/** What may be subscribed to, and which subscription each event needs. */
export const CONFERENCE_EVENTS = {
  'conference-start': 'start',
  'conference-end': 'end',
  'participant-join': 'join',
  'participant-leave': 'leave',
  'participant-mute': 'mute',
  'participant-unmute': 'mute',
  'participant-hold': 'hold',
  'participant-unhold': 'hold',
  'participant-modify': 'modify',
  'announcement-end': 'announcement',
  'announcement-fail': 'announcement',
} as const
export type ConferenceEvent = keyof typeof CONFERENCE_EVENTS

/** Tells the conference's status callback of an event, if it subscribed. */
export function notifyConference(
  net: Network,
  conference: Conference,
  event: ConferenceEvent,
  seat: Seat | null,
  extra: Record<string, string> = {},
): void {
  if (conference.hidden) return
  const sequence = ++conference.sequence
  if (!conference.callback?.events.has(CONFERENCE_EVENTS[event])) return
  const flag = (value: boolean): string => String(value)
  net.sender.notify({
    url: conference.callback.url,
    method: conference.callback.method,
    params: {
      AccountSid: net.account,
      ConferenceSid: conference.sid,
      FriendlyName: conference.name,
      SequenceNumber: String(sequence),
      StatusCallbackEvent: event,
      Timestamp: formatRfc2822(net.clock.now()),
      ...(seat && {
        CallSid: seat.leg.sid,
        Coaching: flag(seat.coaching),
        EndConferenceOnExit: flag(seat.endsOnExit),
        Hold: flag(seat.hold),
        Muted: flag(seat.muted),
        StartConferenceOnEnter: flag(seat.startsOnEnter),
        ...(seat.label === null ? {} : { ParticipantLabel: seat.label }),
        ...(seat.coached === null ? {} : { CallSidToCoach: seat.coached }),
      }),
      ...extra,
    },
    about: {
      ...(seat ? { sid: seat.leg.sid } : {}),
      hook: 'conference',
      conference: conference.name,
      status: event,
      sequence,
    },
  })
}
