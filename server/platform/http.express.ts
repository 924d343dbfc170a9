import type { ErrorRequestHandler, Express, Request, Response } from 'express'
import express from 'express'
import type * as z from 'zod/mini'
import { type Api, type ApiAnswer, type ApiBody, type ApiName, type ApiParams, type ApiQuery, api } from '#contract/api'
import type { TeamId, UserId } from '#contract/ids'
import type { Problem } from '#contract/problem'
import type { Role } from '#contract/staff'
import type { Locale } from '#contract/values'
import type { Log } from './log.machine.ts'
import { Refusal } from './problem.ts'

/** The signed-in person behind a request or a socket. */
export type Caller = { userId: UserId; name: string; role: Role; teamId: TeamId | null; locale: Locale }
/** Calls that nobody needs to be signed in for. */
export type PublicName = 'session.status' | 'session.signIn' | 'session.setUp'

export type Input<N extends ApiName> = {
  params: ApiParams<N>
  query: ApiQuery<N>
  body: ApiBody<N>
  caller: N extends PublicName ? Caller | null : Caller
  req: Request
  res: Response
}
/** Answers with the contract's answer; one whose answer is 'stream' writes to `res` itself. */
export type Handler<N extends ApiName> = (
  input: Input<N>,
) => Promise<Api[N]['answer'] extends 'stream' ? void : ApiAnswer<N>>
export type Handlers = { [N in ApiName]: Handler<N> }
/** Says who calls, or throws a Refusal: deny unless allowed. */
export type Gate = (name: ApiName, req: Request) => Promise<Caller | null>

/** Told of what a handler refused to somebody who may call it: an object that is not theirs, or none at all. */
export type OnRefused = (name: ApiName, caller: Caller, code: string) => Promise<void>

const BODY_LIMIT = '256kb'

const toProblems = (part: string, error: z.core.$ZodError): Problem[] =>
  error.issues.map((issue) => ({
    code: issue.code === 'unrecognized_keys' ? 'validation.unknown' : 'validation',
    params: { field: [part, ...issue.path].join('.'), hint: issue.message },
    field: [part, ...issue.path].join('.'),
  }))

function parse(part: string, schema: z.ZodMiniType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const [first, ...more] = toProblems(part, read.error)
  throw new Refusal(422, first ?? { code: 'validation' }, more)
}

/** PostgreSQL keeps no NUL in a text: said here once, not as a failure later. */
function refuseNul(_req: unknown, _res: unknown, body: Buffer): void {
  if (body.includes('\\u0000')) throw new Refusal(422, { code: 'text.nul' })
}

/** Half a character (an emoji cut in two) is none: jsonb would refuse the whole text. */
const wholeCharacters = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\p{Surrogate}/gu, '\ufffd') : value

/** Mounts every call of the contract below `/api`: gate, then schema, then handler. */
export function mountApi(app: Express, handlers: Handlers, gate: Gate, onRefused: OnRefused = async () => {}): void {
  const router = express.Router()
  const json = express.json({
    limit: BODY_LIMIT,
    type: 'application/json',
    verify: refuseNul,
    reviver: wholeCharacters,
  })
  const mount = <N extends ApiName>(name: N) => {
    const endpoint: (typeof api)[ApiName] = api[name]
    const handler = handlers[name] as Handler<ApiName>
    const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
    router[method](endpoint.path, json, async (req, res) => {
      const caller = await gate(name, req)
      const shape = endpoint as { params?: z.ZodMiniType; query?: z.ZodMiniType; body?: z.ZodMiniType }
      const input = {
        params: parse('path', shape.params, req.params),
        query: parse('query', shape.query, req.query),
        body: parse('body', shape.body, req.body),
        caller,
        req,
        res,
      } as Input<ApiName>
      const answer = await handler(input).catch(async (error: unknown) => {
        const isProbe = error instanceof Refusal && (error.status === 403 || error.status === 404)
        if (isProbe && caller) await onRefused(name, caller, error.problem.code)
        throw error
      })
      if (endpoint.answer !== 'stream') res.json(answer)
    })
  }
  for (const name of Object.keys(api) as ApiName[]) mount(name)
  router.use((req) => {
    throw new Refusal(404, { code: 'not-found', params: { what: `${req.method} ${req.path}` } })
  })
  app.use('/api', router)
}

/** Refusals keep their code; what express refuses is translated; the rest is one bland 500, logged once. */
export const problemHandler =
  (log: Log): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error)
    if (error instanceof Refusal) {
      res.status(error.status).json({ problem: error.problem, ...(error.more.length ? { more: error.more } : {}) })
      return
    }
    const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500
    if (status === 413) return void res.status(413).json({ problem: { code: 'too-large' } })
    if (status >= 400 && status < 500) return void res.status(status).json({ problem: { code: 'malformed' } })
    log.error({ err: error, method: req.method, route: req.route?.path }, 'request.failed')
    res.status(500).json({ problem: { code: 'server' } })
  }
