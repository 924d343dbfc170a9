import type { Faults } from '../faults/faults.ts'
import type { Network } from '../net/network.ts'
import type { Form } from './form.ts'

/** A request that passed authentication. */
export type RestRequest = {
  net: Network
  params: readonly string[]
  query: URLSearchParams
  form: Form
  path: string
  faults: Faults
}
/** `sound` stands for the body where that is a file. */
export type RestAnswer = { status: number; body: Record<string, unknown> | null; sound?: Buffer }
/** `creates` marks what faults and retries are about: it sets off a new call. */
export type Route = {
  method: 'GET' | 'POST' | 'DELETE'
  pattern: RegExp
  creates: boolean
  answer: (request: RestRequest) => RestAnswer
}
