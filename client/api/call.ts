import type * as z from 'zod/mini'
import { type ApiAnswer, type ApiBody, type ApiName, type ApiParams, type ApiQuery, api } from '#contract/api'
import { buildAddress } from './address.ts'
import { ApiProblem, readProblem } from './problem.ts'
import { readCsrf, tellSessionEnded } from './session-end.ts'

const GET_TRIES = 3
const RETRY_MILLISECONDS = 400

type Part<Key extends string, Value> = [Value] extends [undefined] ? { [K in Key]?: undefined } : { [K in Key]: Value }
/** What a call takes: only the parts that its endpoint names. */
export type CallInput<N extends ApiName> = Part<'params', ApiParams<N>> &
  Part<'query', ApiQuery<N>> &
  Part<'body', ApiBody<N>> & { signal?: AbortSignal }

/** The answer as the contract has it; one that does not fit means that this page is older or newer than the server. */
export function readAnswer<N extends ApiName>(name: N, body: unknown): ApiAnswer<N> {
  const shape: z.ZodMiniType | 'stream' = api[name].answer
  if (shape === 'stream') throw new Error(`${name} answers with a file: use download`)
  const read = shape.safeParse(body)
  if (!read.success) throw new ApiProblem({ code: 'outdated', params: { call: name } }, [], 200)
  return read.data as ApiAnswer<N>
}

/** Somebody who was never signed in is not signed out: only the sign-in itself may answer 401 otherwise. */
export function failCall(name: ApiName, problem: ApiProblem): never {
  if (problem.status === 401 && !name.startsWith('session.')) tellSessionEnded(problem.problem)
  throw problem
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

async function send(address: string, init: RequestInit): Promise<unknown> {
  const answer = await fetch(address, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiProblem({ code: 'network' })
  })
  const body: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw readProblem(answer.status, body)
  return body
}

export type LooseInput = { params?: object; query?: object; body?: unknown; signal?: AbortSignal }

/** `call` for whoever holds a name that is not known until run time; the input is then not checked against it. */
export async function performCall<N extends ApiName>(name: N, input: LooseInput): Promise<ApiAnswer<N>> {
  const { method, path } = api[name]
  const { params, query, body, signal } = input
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'GET' ? {} : { 'x-csrf': readCsrf() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }
  const address = buildAddress(path, params, query)
  for (let tries = 1; ; tries += 1) {
    try {
      return readAnswer(name, await send(address, init))
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (method !== 'GET' || tries >= GET_TRIES || error.problem.code !== 'network') failCall(name, error)
      await pause(RETRY_MILLISECONDS * tries)
    }
  }
}

/**
 * One call of the contract: `await call('queue.skip', { body: … })`. Throws an ApiProblem with the server's code;
 * 'network' when no answer came. Only GETs are tried again by themselves: a write is repeated by whoever knows its id.
 */
export const call = <N extends ApiName>(
  name: N,
  ...[input]: object extends CallInput<N> ? [input?: CallInput<N>] : [input: CallInput<N>]
): Promise<ApiAnswer<N>> => performCall(name, (input ?? {}) as LooseInput)
