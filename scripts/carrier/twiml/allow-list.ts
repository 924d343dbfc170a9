import ATTRIBUTES from './attributes.json' with { type: 'json' }

/** What an element may carry and hold. */
export type Allowed = { attributes: readonly string[]; children: readonly string[]; text: boolean }

const SPEECH = ['Say', 'Play', 'Pause'] as const
const VERBS = ['Dial', 'Enqueue', 'Gather', 'Hangup', 'Leave', 'Record', 'Redirect', 'Reject'] as const

/** The verbs and nouns that are understood, what may stand in each, and whether it may hold text. */
const HOLDS: Record<string, Omit<Allowed, 'attributes'>> = {
  Response: { children: [...SPEECH, ...VERBS], text: false },
  Say: { children: [], text: true },
  Play: { children: [], text: true },
  Pause: { children: [], text: false },
  Hangup: { children: [], text: false },
  Leave: { children: [], text: false },
  Reject: { children: [], text: false },
  Redirect: { children: [], text: true },
  Gather: { children: SPEECH, text: false },
  Record: { children: [], text: false },
  Enqueue: { children: [], text: true },
  Dial: { children: ['Client', 'Conference', 'Number', 'Queue'], text: true },
  Number: { children: [], text: true },
  Queue: { children: [], text: true },
  Client: { children: ['Identity', 'Parameter'], text: true },
  Identity: { children: [], text: true },
  Parameter: { children: [], text: false },
  Conference: { children: [], text: true },
}

/** What is Twilio's and not acted on here is accepted and named in ASSUMED.md. */
export const ALLOWED: Record<string, Allowed> = Object.fromEntries(
  Object.entries(HOLDS).map(([name, holds]) => [
    name,
    { ...holds, attributes: (ATTRIBUTES as Record<string, readonly string[]>)[name] ?? [] },
  ]),
)
