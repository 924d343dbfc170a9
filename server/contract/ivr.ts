import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { TeamId } from './ids.ts'
import { Instant, Locale, Version } from './values.ts'

/** Minutes since midnight on the centre's clock; `until` 1440 is the end of the day. */
export const OpenSpan = z.strictObject({
  from: z.int().check(z.minimum(0), z.maximum(1439)),
  until: z.int().check(z.minimum(1), z.maximum(1440)),
})
export type OpenSpan = z.infer<typeof OpenSpan>

/** Where a key leads. Whatever it is, 0, silence and any other key lead to the next human who is free. */
export const Destination = z.union([
  z.strictObject({ kind: z.literal('team'), teamId: TeamId }),
  z.strictObject({ kind: z.literal('callback') }),
])
export type Destination = z.infer<typeof Destination>

/** What answers our number: a greeting, at most one menu of two keys, then a human. */
export const IvrFlow = z.strictObject({
  /** Seven days, Monday first. */
  hours: z.array(z.array(OpenSpan).check(z.maxLength(3))).check(z.length(7)),
  /** Keys 1 and 2, in this order; none: no menu. */
  choices: z.array(Destination).check(z.maxLength(2)),
  /** Somebody else's number, E.164, who takes calls outside hours at key 0; null: they are called back. */
  nightNumber: z.nullable(z.string().check(z.regex(/^\+[1-9]\d{6,14}$/))),
})
export type IvrFlow = z.infer<typeof IvrFlow>

/** Everything that is ever said to a caller. `music` has no language. */
export const Prompt = z.enum([
  'greeting',
  'menu',
  'closed',
  'closed-night',
  'booked',
  'keep-place',
  'position-1',
  'position-2',
  'position-3',
  'position-more',
  'wait-1',
  'wait-3',
  'wait-5',
  'wait-10',
  'wait-more',
  'recorded',
  'music',
])
export type Prompt = z.infer<typeof Prompt>

export const SoundView = z.strictObject({
  prompt: Prompt,
  language: Locale,
  /** 0: the one that is shipped. */
  version: Version,
  seconds: z.number(),
  at: z.nullable(Instant),
  by: z.nullable(z.string()),
  /** Where it is heard, the address that the carrier fetches too. */
  url: z.string(),
})
export type SoundView = z.infer<typeof SoundView>

const Named = z.strictObject({ prompt: Prompt, language: Locale })

export const ivrApi = {
  'ivr.read': {
    method: 'GET',
    path: '/ivr',
    answer: z.strictObject({
      version: Version,
      flow: IvrFlow,
      at: z.nullable(Instant),
      by: z.nullable(z.string()),
      /** The number that is answered so; null: no carrier, nobody rings here. */
      number: z.nullable(z.string()),
      /** Whether it is open now, and when it is next; null: never. */
      open: z.boolean(),
      opensAt: z.nullable(Instant),
      teams: z.array(z.strictObject({ id: TeamId, name: z.string(), agents: z.int() })),
      sounds: z.array(SoundView),
    }),
  },
  /** `version`: the one that was read; 409 when somebody was faster. */
  'ivr.save': {
    method: 'PUT',
    path: '/ivr',
    body: z.strictObject({ version: Version, flow: IvrFlow }),
    answer: z.strictObject({ version: Version }),
  },
  /** The body is the sound: WAV (8 kHz, mono) or MP3, at most a megabyte and a minute. */
  'ivr.upload': {
    method: 'PUT',
    path: '/ivr/sounds/:prompt/:language',
    params: Named,
    answer: SoundView,
  },
  /** Back to the version before, or to the shipped one. */
  'ivr.dropSound': { method: 'DELETE', path: '/ivr/sounds/:prompt/:language', params: Named, answer: SoundView },
} as const satisfies Record<string, Endpoint>
