import { makeRecording, notifyRecording } from '../hooks/recording.ts'
import { endLeg } from '../net/leg.ts'
import { readMethod, readNumber, resolveUrl } from './attributes.ts'
import { follow } from './prompts.ts'
import type { Verb } from './script.ts'

export const hangup: Verb = async () => 'stop'

export const reject: Verb = async ({ net, leg }, element) => {
  if (element.attributes.reason === 'busy') endLeg(net, leg, 'busy', 'twiml', 486)
  else endLeg(net, leg, 'no-answer', 'twiml', 603)
  return 'stop'
}

export const redirect: Verb = async (run, element) => ({
  go: { url: resolveUrl(element.text, run.base), method: readMethod(element) },
})

/** How long a person speaks to a machine, when nothing says otherwise. */
const MESSAGE_SECONDS = 12

export const record: Verb = async (run, element) => {
  const { net, leg } = run
  const seconds = Math.min(readNumber(element, 'maxLength', 3600), MESSAGE_SECONDS)
  await run.sleep(seconds * 1000)
  const recording = makeRecording(net, seconds, 1, 'RecordVerb')
  const url = element.attributes.recordingStatusCallback
  if (url) {
    const callback = {
      url: resolveUrl(url, run.base),
      method: readMethod(element, 'recordingStatusCallbackMethod'),
      events: new Set((element.attributes.recordingStatusCallbackEvent ?? 'completed').split(' ')),
    }
    notifyRecording(net, leg, callback, recording)
  }
  return follow(run, element, {
    RecordingSid: recording.sid,
    RecordingUrl: recording.url,
    RecordingDuration: String(seconds),
    Digits: '',
  })
}
