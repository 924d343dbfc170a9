import type * as z from 'zod/mini'

/** One REST call: everything that crosses the edge, typed once for both ends. Paths stand below `/api`. */
export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: `/${string}`
  readonly params?: z.ZodMiniType
  readonly query?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  /** `stream` answers are files: the handler writes them itself. */
  readonly answer: z.ZodMiniType | 'stream'
}

type Parsed<S> = S extends z.ZodMiniType ? z.output<S> : undefined
export type ParamsOf<E extends Endpoint> = Parsed<E['params']>
export type QueryOf<E extends Endpoint> = Parsed<E['query']>
export type BodyOf<E extends Endpoint> = Parsed<E['body']>
export type AnswerOf<E extends Endpoint> = Parsed<E['answer']>
