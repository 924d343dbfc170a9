/** What an element may carry and hold. */
export type Allowed = { attributes: readonly string[]; children: readonly string[]; text: boolean }

const METHOD = ['method'] as const
const STATUS = ['statusCallback', 'statusCallbackEvent', 'statusCallbackMethod'] as const
const RECORDING = ['recordingStatusCallback', 'recordingStatusCallbackEvent', 'recordingStatusCallbackMethod'] as const
const SPEECH = ['Say', 'Play', 'Pause'] as const

/**
 * The verbs that are understood, with the attributes the `twilio` package 6.2.0 (MIT) gives them in
 * `lib/twiml/VoiceResponse.d.ts`. What is Twilio's and not acted on here is accepted and named in ASSUMED.md.
 */
export const ALLOWED: Record<string, Allowed> = {
  Response: {
    attributes: [],
    children: [...SPEECH, 'Dial', 'Enqueue', 'Gather', 'Hangup', 'Leave', 'Record', 'Redirect', 'Reject'],
    text: false,
  },
  Say: { attributes: ['language', 'loop', 'voice'], children: [], text: true },
  Play: { attributes: ['digits', 'loop'], children: [], text: true },
  Pause: { attributes: ['length'], children: [], text: false },
  Hangup: { attributes: [], children: [], text: false },
  Leave: { attributes: [], children: [], text: false },
  Reject: { attributes: ['reason'], children: [], text: false },
  Redirect: { attributes: [...METHOD], children: [], text: true },
  Gather: {
    attributes: [
      ...METHOD,
      'action',
      'actionOnEmptyResult',
      'finishOnKey',
      'input',
      'language',
      'numDigits',
      'timeout',
    ],
    children: SPEECH,
    text: false,
  },
  Record: {
    attributes: [...METHOD, ...RECORDING, 'action', 'finishOnKey', 'maxLength', 'playBeep', 'timeout', 'trim'],
    children: [],
    text: false,
  },
  Enqueue: {
    attributes: [...METHOD, 'action', 'maxQueueSize', 'waitUrl', 'waitUrlMethod'],
    children: [],
    text: true,
  },
  Dial: {
    attributes: [
      ...METHOD,
      ...RECORDING,
      'action',
      'answerOnBridge',
      'callerId',
      'hangupOnStar',
      'record',
      'recordingTrack',
      'ringTone',
      'timeLimit',
      'timeout',
      'trim',
    ],
    children: ['Client', 'Conference', 'Number', 'Queue'],
    text: true,
  },
  Number: { attributes: [...STATUS, 'byoc', 'sendDigits'], children: [], text: true },
  Queue: { attributes: [...METHOD, 'url', 'reservationSid', 'postWorkActivitySid'], children: [], text: true },
  Client: { attributes: [...STATUS], children: ['Identity', 'Parameter'], text: true },
  Identity: { attributes: [], children: [], text: true },
  Parameter: { attributes: ['name', 'value'], children: [], text: false },
  Conference: {
    attributes: [
      ...STATUS,
      ...RECORDING,
      'beep',
      'coach',
      'endConferenceOnExit',
      'jitterBufferSize',
      'maxParticipants',
      'muted',
      'participantLabel',
      'record',
      'region',
      'startConferenceOnEnter',
      'trim',
      'waitMethod',
      'waitUrl',
    ],
    children: [],
    text: true,
  },
}
