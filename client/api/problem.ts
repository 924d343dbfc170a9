import { type Problem, ProblemAnswer } from '#contract/problem'

/** A call that was not done: its problem, further ones, and the HTTP status (0 when no answer came). */
export class ApiProblem extends Error {
  readonly problem: Problem
  readonly more: readonly Problem[]
  readonly status: number

  constructor(problem: Problem, more: readonly Problem[] = [], status = 0) {
    super(problem.code)
    this.name = 'ApiProblem'
    this.problem = problem
    this.more = more
    this.status = status
  }
}

/** The problem of anything that was thrown; what is not ours is told as 'server'. */
export const problemOf = (error: unknown): Problem =>
  error instanceof ApiProblem ? error.problem : { code: error instanceof TypeError ? 'network' : 'server' }

/** What an answer outside 2xx says; a proxy's own page says nothing, so its status speaks. */
export function readProblem(status: number, body: unknown): ApiProblem {
  const read = ProblemAnswer.safeParse(body)
  if (read.success) return new ApiProblem(read.data.problem, read.data.more, status)
  if (status === 413) return new ApiProblem({ code: 'too-large' }, [], status)
  return new ApiProblem({ code: status === 0 || status === 502 || status === 504 ? 'network' : 'server' }, [], status)
}
