import type { RequestHandler, Response, Router } from 'express'
import { z } from 'zod'
import type { Locale } from '#contract/values'
import { Refusal } from '../../platform/problem.ts'
import type { Recordings } from '../recordings.service.ts'
import * as documents from './documents.carrier.ts'
import type { Inbound, Instruction } from './inbound.service.ts'
import type { Ivr } from './ivr.service.ts'

export type CallerDocuments = {
  inbound: Inbound | null
  recordings: Recordings | null
  speak: (language: Locale) => ReturnType<Ivr['speaker']>
}

const Sid = z.string().regex(/^CA[0-9a-f]{32}$/)
const word = z.string().max(40).default('')
/** What is read of an instruction's request; Twilio sends more, and may add to it. */
const Form = z.object({
  AccountSid: z.string(),
  CallSid: Sid,
  From: z.string().max(60).default(''),
  To: z.string().max(60).default(''),
  Digits: word,
  QueueResult: word,
})
const Asked = z.object({ recording: z.uuid() })
const Keys = z.object({ digits: z.string().regex(/^[\d*#]{1,32}$/) })
const Written = z.object({
  AccountSid: z.string(),
  RecordingSid: z.string().regex(/^RE[0-9a-f]{32}$/),
  RecordingStatus: z.string().max(20),
  RecordingDuration: z.coerce.number().int().min(0).default(0),
})

const read = <S extends z.ZodType>(schema: S, value: unknown): z.output<S> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Refusal(400, { code: 'webhook.malformed', field: parsed.error.issues[0]?.path.join('.') ?? '' })
}

/** What callers and customers hear by the network's asking: all of it signed, all of it TwiML. */
export function callerRoutes(
  router: Router,
  proven: [RequestHandler, RequestHandler],
  { inbound, recordings, speak }: CallerDocuments,
  accountSid: string,
): void {
  const send = (res: Response, document: string): void => void res.type('text/xml').send(document)
  const own = (found: string): void => {
    if (found !== accountSid) throw new Refusal(403, { code: 'webhook.foreign-account' })
  }
  const write = async (told: Instruction): Promise<string> => {
    switch (told.say) {
      case 'greet':
        return documents.greet(told.flow, await speak(told.language))
      case 'enqueue':
        return documents.enqueue()
      case 'wait':
        return documents.wait(told.prompts, await speak(told.language))
      case 'closed':
        return documents.closed(told.hasNight, await speak(told.language))
      case 'booked':
        return documents.booked(await speak(told.language))
      case 'night':
        return documents.dialNight(told.number, told.from)
      case 'leave':
        return documents.leaveLine()
      case 'hangUp':
        return documents.hangUp()
    }
  }

  if (inbound) {
    const steps: Record<string, (form: z.output<typeof Form>) => Promise<Instruction>> = {
      '': ({ CallSid, From, To }) => inbound.arrive(CallSid, From, To),
      '/key': ({ CallSid, Digits }) => inbound.key(CallSid, Digits),
      '/wait': ({ CallSid }) => inbound.wait(CallSid),
      '/wait-key': ({ CallSid, Digits }) => inbound.waitKey(CallSid, Digits),
      '/left': ({ CallSid, QueueResult }) => inbound.left(CallSid, QueueResult),
      '/night-key': ({ CallSid, Digits }) => inbound.nightKey(CallSid, Digits),
      '/night-over': async () => ({ say: 'hangUp' }),
    }
    for (const [path, step] of Object.entries(steps))
      router.post(`/inbound${path}`, ...proven, async (req, res) => {
        const form = read(Form, req.body)
        own(form.AccountSid)
        send(res, await write(await step(form)))
      })
  }

  router.post('/music', ...proven, async (_req, res) => send(res, documents.music((await speak('en'))('music'))))
  router.post('/keys', ...proven, (req, res) => send(res, documents.keys(read(Keys, req.query).digits)))
  router.post('/notice', ...proven, async (req, res) => {
    const { recording } = read(Asked, req.query)
    const language = (await recordings?.languageOf(recording)) ?? 'en'
    send(res, documents.notice((await speak(language))('recorded')))
    await recordings?.announced(recording)
  })
  router.post('/recordings', ...proven, async (req, res) => {
    const form = read(Written, req.body)
    own(form.AccountSid)
    const { RecordingSid, RecordingStatus, RecordingDuration } = form
    const known = await recordings?.written(
      read(Asked, req.query).recording,
      RecordingSid,
      RecordingStatus,
      RecordingDuration,
    )
    if (!known) throw new Refusal(404, { code: 'webhook.unknown-call' })
    res.status(204).end()
  })
}
