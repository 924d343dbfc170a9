import { drawSid } from '../clock/prng.ts'
import type { Callback, Leg, Network } from '../net/network.ts'
import { factsOf } from './call-params.ts'

/** How long after the end a recording is ready. */
const READY_AFTER_MS = 1_000

export type Recording = { sid: string; url: string; seconds: number; channels: 1 | 2; source: string }

export const makeRecording = (net: Network, seconds: number, channels: 1 | 2, source: string): Recording => {
  const sid = drawSid(net.chance, 'RE')
  return {
    sid,
    url: `https://api.twilio.com/2010-04-01/Accounts/${net.account}/Recordings/${sid}`,
    seconds,
    channels,
    source,
  }
}

/** Tells that a recording is complete. It names the call, never From, To or CallStatus. */
export function notifyRecording(net: Network, leg: Leg, callback: Callback | null, recording: Recording): void {
  if (!callback?.events.has('completed')) return
  net.clock.after(READY_AFTER_MS, () =>
    net.sender.notify({
      url: callback.url,
      method: callback.method,
      params: {
        AccountSid: net.account,
        CallSid: leg.sid,
        RecordingChannels: String(recording.channels),
        RecordingDuration: String(recording.seconds),
        RecordingSid: recording.sid,
        RecordingSource: recording.source,
        RecordingStatus: 'completed',
        RecordingTrack: 'both',
        RecordingUrl: recording.url,
        ErrorCode: '0',
      },
      about: { ...factsOf(leg), hook: 'recording' },
    }),
  )
}
