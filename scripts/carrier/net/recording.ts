import { drawSid } from '../clock/prng.ts'
import { notifyRecording } from '../hooks/recording.ts'
import { writeWav } from '../media/wav.ts'
import type { Conference, Leg, Network, PauseBehavior, Recording, RecordingSource } from './network.ts'

/** How long after the end the file is ready. */
const READY_AFTER_MS = 1_000

export type RecordingWanted = Pick<Recording, 'leg' | 'source' | 'callback'> &
  Partial<Pick<Recording, 'conference' | 'channels' | 'track'>>

const isTaking = (recording: Recording): boolean => recording.status === 'in-progress' || recording.status === 'paused'

const tell = (net: Network, recording: Recording, event: 'start' | 'pause' | 'resume' | 'stop' | 'delete'): void =>
  net.truth.record(`record-${event}`, {
    sid: recording.leg.sid,
    recording: recording.sid,
    seconds: secondsOf(net, recording),
    ...(recording.conference ? { conference: recording.conference.name } : {}),
  })

/** Ends the stretch that lasts, and begins the next. */
function turn(net: Network, recording: Recording, goesOn: boolean): void {
  const now = net.clock.now()
  if (recording.takingSince !== null)
    recording.taken.push({ seconds: (now - recording.takingSince) / 1000, silent: recording.status === 'paused' })
  recording.takingSince = goesOn ? now : null
  recording.updatedAt = now
}

export function startRecording(net: Network, wanted: RecordingWanted): Recording {
  const now = net.clock.now()
  const recording: Recording = {
    conference: null,
    channels: 1,
    track: 'both',
    ...wanted,
    sid: drawSid(net.chance, 'RE'),
    status: 'in-progress',
    createdAt: now,
    updatedAt: now,
    taken: [],
    takingSince: now,
    pause: 'silence',
  }
  net.recordings.set(recording.sid, recording)
  tell(net, recording, 'start')
  notifyRecording(net, recording, 0)
  if (recording.conference) recording.conference.onEnd.add(() => finishRecording(net, recording, 'processing'))
  else recording.leg.onEnd.add(() => finishRecording(net, recording, 'processing'))
  return recording
}

/** Records a conference from when it begins, once, in the name of the participant who asked for it. */
export function recordConference(
  net: Network,
  conference: Conference,
  leg: Leg,
  callback: Recording['callback'],
  source: RecordingSource,
): void {
  if ([...net.recordings.values()].some((one) => one.conference === conference) || conference.onStart.size > 0) return
  const start = (): void => void startRecording(net, { leg, conference, callback, source })
  if (conference.status === 'init') conference.onStart.add(start)
  else start()
}

/** Each of these says false, and does nothing, when the recording is not in a state for it. */
export function pauseRecording(net: Network, recording: Recording, pause: PauseBehavior): boolean {
  if (recording.status !== 'in-progress') return false
  turn(net, recording, pause === 'silence')
  recording.pause = pause
  recording.status = 'paused'
  tell(net, recording, 'pause')
  return true
}

export function resumeRecording(net: Network, recording: Recording): boolean {
  if (recording.status !== 'paused') return false
  turn(net, recording, true)
  recording.status = 'in-progress'
  tell(net, recording, 'resume')
  return true
}

export function finishRecording(net: Network, recording: Recording, as: 'stopped' | 'processing'): boolean {
  if (!isTaking(recording)) return false
  turn(net, recording, false)
  recording.status = as
  tell(net, recording, 'stop')
  net.clock.after(READY_AFTER_MS, () => {
    if (recording.status !== as) return
    recording.status = secondsOf(net, recording) > 0 ? 'completed' : 'absent'
    recording.updatedAt = net.clock.now()
    notifyRecording(net, recording, secondsOf(net, recording))
  })
  return true
}

/** What is being taken cannot be deleted. */
export function deleteRecording(net: Network, recording: Recording): boolean {
  if (isTaking(recording) || recording.status === 'deleted') return false
  recording.status = 'deleted'
  recording.taken = []
  recording.updatedAt = net.clock.now()
  tell(net, recording, 'delete')
  return true
}

/** The one of a call, or of a conference, that is being taken; the youngest when there are several. */
export const currentRecording = (net: Network, whose: string): Recording | undefined =>
  [...net.recordings.values()].filter((one) => isTaking(one) && (one.conference ?? one.leg).sid === whose).at(-1)

/** Length of the file, whole seconds. */
export const secondsOf = (net: Network, { taken, takingSince }: Recording): number => {
  const now = takingSince === null ? 0 : (net.clock.now() - takingSince) / 1000
  return Math.round(taken.reduce((sum, { seconds }) => sum + seconds, now))
}

/** The sound, when there is any. */
export const soundOf = ({ status, taken, channels }: Recording): Buffer | null =>
  status === 'completed' ? writeWav(taken, channels) : null
