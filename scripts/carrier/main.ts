import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { personaFor } from '../world/persona.ts'
import { callerFor } from '../world/persona-caller.ts'
import { startCarrier } from './carrier.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    account: { type: 'string' },
    token: { type: 'string' },
    seed: { type: 'string', default: '7' },
    truth: { type: 'string' },
    /** '{"origin":ms,"epoch":ms,"speed":n}' or '{"stepped":true,"epoch":ms}' */
    clock: { type: 'string', default: '{"origin":0,"epoch":0,"speed":1}' },
    cps: { type: 'string', default: '1' },
    'api-key': { type: 'string', multiple: true, default: [] },
    /** A JSON file { "+998…": { "voiceUrl": … } } */
    numbers: { type: 'string' },
  },
})

const Settings = z.object({
  account: z.string().regex(/^AC[0-9a-f]{32}$/, 'AC and 32 hexadecimal digits'),
  token: z.string().min(16),
  port: z.coerce.number().int().min(0).max(65_535),
  seed: z.coerce.number().int(),
  callsPerSecond: z.coerce.number().positive(),
  clock: z.union([
    z.strictObject({ stepped: z.literal(true), epoch: z.number() }),
    z.strictObject({ origin: z.number(), epoch: z.number(), speed: z.number().positive() }),
  ]),
  apiKeys: z.record(z.string(), z.string()),
  numbers: z.record(
    z.string(),
    z.strictObject({ voiceUrl: z.url(), fallbackUrl: z.url().optional(), statusCallback: z.url().optional() }),
  ),
})

const settings = Settings.parse({
  ...values,
  callsPerSecond: values.cps,
  clock: JSON.parse(values.clock),
  apiKeys: Object.fromEntries(values['api-key'].map((pair) => pair.split(':'))),
  numbers: values.numbers === undefined ? {} : JSON.parse(readFileSync(values.numbers, 'utf8')),
})

const carrier = await startCarrier({
  ...settings,
  personaFor,
  callerFor,
  ...(values.truth === undefined ? {} : { truth: values.truth }),
})
// Whoever started us reads this line for the port.
console.log(JSON.stringify({ carrier: carrier.url }))

const stop = (): void => void carrier.close().then(() => process.exit(0))
process.once('SIGTERM', stop)
process.once('SIGINT', stop)
