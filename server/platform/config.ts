import { z } from 'zod'
import { type ClockSetting, REAL_TIME } from './clock.ts'

const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const clock = z.string().transform((text, issue): ClockSetting => {
  try {
    return z
      .strictObject({ origin: z.number(), epoch: z.number(), speed: z.number().positive() })
      .parse(JSON.parse(text))
  } catch {
    issue.addIssue({ code: 'custom', message: 'must be JSON {"origin":ms,"epoch":ms,"speed":n}' })
    return z.NEVER
  }
})

const callerIds = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .pipe(z.array(z.string().regex(/^\+[1-9]\d{6,14}$/)))

const Environment = z
  .object({
    NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    /** What browsers and the carrier call us by; signatures are checked against it, never against headers. */
    PUBLIC_BASE_URL: z.url().optional(),
    TRUST_PROXY: z.coerce.number().int().min(0).max(5).default(0),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATA_DIR: z.string().default('./data'),
    SESSION_SECRET: z.string().min(32).optional(),
    /** From the signal to the first refused connection: what a balancer needs to read /ready. */
    DRAIN_SECONDS: z.coerce.number().min(0).max(60).default(0),
    /** Who bears it reads /metrics and the details of /health from anywhere. */
    METRICS_TOKEN: z.string().min(16).optional(),
    /** Hashes the numbers of people who were erased. Never changed: with another one nobody would be found again. */
    ERASURE_KEY: z.string().min(32).optional(),
    LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
    CLOCK: clock.optional(),
    DEMO: flag.default(false),
    TWILIO_ACCOUNT_SID: z
      .string()
      .regex(/^AC[0-9a-f]{32}$/)
      .optional(),
    TWILIO_AUTH_TOKEN: z.string().min(16).optional(),
    TWILIO_API_BASE_URL: z.url().default('https://api.twilio.com'),
    TWILIO_FROM: z
      .string()
      .regex(/^\+[1-9]\d{6,14}$/)
      .optional(),
    /** Numbers of ours that a campaign may show, comma separated E.164, beside TWILIO_FROM. */
    CALLER_IDS: callerIds.optional(),
    TWILIO_CALLS_PER_SECOND: z.coerce.number().positive().default(1),
    /** Served by something that is not this server: it dials a human when we cannot answer. */
    TWILIO_FALLBACK_URL: z.url().optional(),
    /** An API key signs the passes of browsers' phones; without one agents use phones of their own. */
    TWILIO_API_KEY_SID: z
      .string()
      .regex(/^SK[0-9a-f]{32}$/)
      .optional(),
    TWILIO_API_KEY_SECRET: z.string().min(16).optional(),
  })
  .superRefine((env, issue) => {
    const fault = (path: string, message: string) => issue.addIssue({ code: 'custom', path: [path], message })
    const carrier = [env.TWILIO_ACCOUNT_SID, env.TWILIO_AUTH_TOKEN, env.TWILIO_FROM]
    if (carrier.some(Boolean) && !carrier.every(Boolean))
      fault(
        'TWILIO_ACCOUNT_SID',
        'TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM go together; leave all three out for manual calling',
      )
    if (Boolean(env.TWILIO_API_KEY_SID) !== Boolean(env.TWILIO_API_KEY_SECRET))
      fault('TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET go together')
    if (env.NODE_ENV !== 'production') return
    if (!env.SESSION_SECRET) fault('SESSION_SECRET', 'is needed in production: at least 32 characters')
    if (!env.PUBLIC_BASE_URL?.startsWith('https://'))
      fault('PUBLIC_BASE_URL', 'must be an https:// address in production')
    if (env.CLOCK) fault('CLOCK', 'is for demonstration and tests only')
    if (env.DEMO) fault('DEMO', 'is not for production')
    if (env.TWILIO_API_BASE_URL !== 'https://api.twilio.com')
      fault('TWILIO_API_BASE_URL', 'must be https://api.twilio.com in production')
  })

export type Config = {
  production: boolean
  host: string
  port: number
  publicBaseUrl: string
  trustProxy: number
  databaseUrl: string | null
  dataDir: string
  sessionSecret: string | null
  metricsToken: string | null
  drainSeconds: number
  /** Null: the installation's own. */
  erasureKey: string | null
  logLevel: string
  clock: ClockSetting
  /** All numbers of ours, the line's own first. */
  callerIds: string[]
  demo: boolean
  carrier: null | {
    accountSid: string
    authToken: string
    apiBaseUrl: string
    from: string
    callsPerSecond: number
    fallbackUrl: string | null
    softphoneKey: { sid: string; secret: string } | null
  }
}

/** All configuration, read once. Faults come together, each naming its variable. */
export function parseConfig(
  env: Record<string, string | undefined>,
): { ok: true; config: Config } | { ok: false; faults: string[] } {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const read = Environment.safeParse(given)
  if (!read.success)
    return { ok: false, faults: read.error.issues.map((i) => `${i.path.join('.') || 'environment'}: ${i.message}`) }
  const e = read.data
  return {
    ok: true,
    config: {
      production: e.NODE_ENV === 'production',
      host: e.HOST,
      port: e.PORT,
      publicBaseUrl: (e.PUBLIC_BASE_URL ?? `http://localhost:${e.PORT}`).replace(/\/$/, ''),
      trustProxy: e.TRUST_PROXY,
      databaseUrl: e.DATABASE_URL ?? null,
      dataDir: e.DATA_DIR,
      sessionSecret: e.SESSION_SECRET ?? null,
      metricsToken: e.METRICS_TOKEN ?? null,
      drainSeconds: e.DRAIN_SECONDS,
      erasureKey: e.ERASURE_KEY ?? null,
      logLevel: e.LOG_LEVEL,
      clock: e.CLOCK ?? REAL_TIME,
      callerIds: [...new Set([...(e.TWILIO_FROM ? [e.TWILIO_FROM] : []), ...(e.CALLER_IDS ?? [])])],
      demo: e.DEMO,
      carrier:
        e.TWILIO_ACCOUNT_SID && e.TWILIO_AUTH_TOKEN && e.TWILIO_FROM
          ? {
              accountSid: e.TWILIO_ACCOUNT_SID,
              authToken: e.TWILIO_AUTH_TOKEN,
              apiBaseUrl: e.TWILIO_API_BASE_URL,
              from: e.TWILIO_FROM,
              callsPerSecond: e.TWILIO_CALLS_PER_SECOND,
              fallbackUrl: e.TWILIO_FALLBACK_URL ?? null,
              softphoneKey:
                e.TWILIO_API_KEY_SID && e.TWILIO_API_KEY_SECRET
                  ? { sid: e.TWILIO_API_KEY_SID, secret: e.TWILIO_API_KEY_SECRET }
                  : null,
            }
          : null,
    },
  }
}
