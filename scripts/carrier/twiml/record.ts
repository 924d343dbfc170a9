import { addressOfSound } from '../hooks/recording.ts'
import type { Recording } from '../net/network.ts'
import { finishRecording, secondsOf, startRecording } from '../net/recording.ts'
import { follow, tellAction } from './action.ts'
import { readFlag, readNumber, readRecordingCallback } from './attributes.ts'
import type { Run, Verb } from './script.ts'
import type { Element } from './xml.ts'

/** How long a person speaks to a machine, when nothing says otherwise: ASSUMED.md. */
const MESSAGE_SECONDS = 12
const SILENCE_SECONDS = 5
const ANY_KEY = '1234567890*#'

/**
 * Takes what the caller says until a finishing key, a silence of `timeout` seconds, `maxLength` or the end of the call,
 * of which the action is told too.
 */
export const record: Verb = async (run, element) => {
  const { net, leg } = run
  if (readFlag(element, 'playBeep', true)) net.truth.record('heard', { sid: leg.sid, what: 'beep:record' })
  const callback = readRecordingCallback(element, run.base)
  const recording = startRecording(net, { leg, source: 'RecordVerb', callback })
  const report = (digits: string): Record<string, string> => ({
    RecordingSid: recording.sid,
    RecordingUrl: addressOfSound(net, recording),
    RecordingDuration: String(secondsOf(net, recording)),
    Digits: digits,
  })
  const gone = (): void => tellAction(run, element, report('hangup'))
  leg.onEnd.add(gone)
  const key = await takeMessage(run, element, recording)
  leg.onEnd.delete(gone)
  return follow(run, element, report(key))
}

async function takeMessage(run: Run, element: Element, recording: Recording): Promise<string> {
  const { net, leg } = run
  const finish = element.attributes.finishOnKey ?? ANY_KEY
  const silence = readNumber(element, 'timeout', SILENCE_SECONDS)
  const seconds = Math.min(readNumber(element, 'maxLength', 3600), MESSAGE_SECONDS + silence)
  const key = await run.until<string>((done) => {
    leg.digits = (pressed) => {
      const found = [...pressed].find((one) => finish.includes(one))
      if (found !== undefined) done(found)
    }
    net.clock.after(seconds * 1000, () => done(''))
  })
  leg.digits = null
  finishRecording(net, recording, 'stopped')
  return key
}
