import { formatRfc2822 } from '../clock/clock.ts'
import type { Network, Recording } from '../net/network.ts'
import { factsOf } from './call-params.ts'

/** Where the sound will be; on this network's own address. */
export const addressOfSound = (net: Network, { sid }: Pick<Recording, 'sid'>): string =>
  `${net.address()}/2010-04-01/Accounts/${net.account}/Recordings/${sid}`

/** Tells that a recording began, is there with so many seconds, or has nothing in it. It names the call, never From, To or CallStatus. */
export function notifyRecording(net: Network, recording: Recording, seconds: number): void {
  const { callback, leg, conference, status } = recording
  if (!callback?.events.has(status)) return
  net.sender.notify({
    url: callback.url,
    method: callback.method,
    params: {
      AccountSid: net.account,
      CallSid: leg.sid,
      ...(conference ? { ConferenceSid: conference.sid } : {}),
      RecordingChannels: String(recording.channels),
      RecordingSid: recording.sid,
      RecordingSource: recording.source,
      RecordingStartTime: formatRfc2822(recording.createdAt),
      RecordingStatus: status,
      RecordingTrack: recording.track,
      RecordingUrl: addressOfSound(net, recording),
      ...(status === 'in-progress' ? {} : { RecordingDuration: String(seconds), ErrorCode: '0' }),
    },
    about: { ...factsOf(leg), hook: 'recording', recording: recording.sid, status },
  })
}
