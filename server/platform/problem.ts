import type { Problem } from '#contract/problem'
import type { Params } from '#contract/values'

/** A refusal that a user should see: an HTTP status, a code and its parameters. Everything else is one bland 500. */
export class Refusal extends Error {
  readonly status: number
  readonly problem: Problem
  readonly more: Problem[]

  constructor(status: number, problem: Problem, more: Problem[] = []) {
    super(problem.code)
    this.status = status
    this.problem = problem
    this.more = more
  }
}

export const refuse = (
  status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503,
  code: string,
  params?: Params,
): never => {
  throw new Refusal(status, params ? { code, params } : { code })
}
