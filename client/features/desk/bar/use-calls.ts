import { useRef, useState } from 'react'
import type { CallView } from '#contract/calls'
import { CallId } from '#contract/ids'
import type { Problem } from '#contract/problem'
import { call } from '../../../api/call.ts'
import { ApiProblem, problemOf } from '../../../api/problem.ts'
import type { LeaseRequest } from '../../../live/line.ts'

export type CallResult = 'answered' | 'ended' | 'no-answer' | 'busy' | 'failed'
export type Calls = {
  /** Why the last wish was not fulfilled, every rule of a refused dial one by one. */
  problems: readonly Problem[]
  isPending: boolean
  dial: () => void
  holdCountdown: () => void
  hangUp: () => void
  log: (result: CallResult) => void
  mute: (on: boolean) => void
  hold: (on: boolean) => void
  more: () => void
  answer: (id: CallId) => void
  press: (digits: string) => void
  record: (wish: 'on' | 'pause' | 'refuse') => void
  transferDone: () => void
  transferBack: () => void
  help: (on: boolean) => void
}

const problemsOf = (error: unknown): Problem[] =>
  error instanceof ApiProblem ? [error.problem, ...error.more] : [problemOf(error)]

const NO_PROBLEMS: readonly Problem[] = []

/** What the agent does with the call. The state itself comes from the server by the live line. */
export function useCalls(held: LeaseRequest | null, current: CallView | null): Calls {
  /** Another customer, or another state of the call, begins with a clean slate. */
  const slate = `${held?.workItemId} ${current?.state}`
  const newestSlate = useRef(slate)
  newestSlate.current = slate
  const [said, setSaid] = useState<{ slate: string; problems: readonly Problem[] }>({ slate, problems: [] })
  const problems = said.slate === slate ? said.problems : NO_PROBLEMS
  const setProblems = (list: readonly Problem[]) => setSaid({ slate: newestSlate.current, problems: list })
  const [isPending, setPending] = useState(false)
  /** A dial of which nobody knows whether it was taken is repeated under its own id: dialling twice dials once. */
  const unanswered = useRef<{ slate: string; id: CallId } | null>(null)
  const wish = (act: () => Promise<unknown>): void => {
    if (isPending) return
    setPending(true)
    setProblems([])
    act()
      .catch((error: unknown) => setProblems(problemsOf(error)))
      .finally(() => setPending(false))
  }
  /** What waits for nothing else and may be asked many times over: no press of a key is dropped. */
  const ask = (act: () => Promise<unknown>): void =>
    void act().catch((error: unknown) => setProblems(problemsOf(error)))
  const id = current?.id
  return {
    problems,
    isPending,
    dial: () =>
      held &&
      wish(async () => {
        const before = unanswered.current
        const dialId = before?.slate === slate ? before.id : CallId.parse(crypto.randomUUID())
        unanswered.current = { slate, id: dialId }
        await call('call.dial', { body: { id: dialId, ...held } }).catch((error: unknown) => {
          if (problemOf(error).code !== 'network') unanswered.current = null
          throw error
        })
        unanswered.current = null
      }),
    holdCountdown: () =>
      held && wish(() => call('card.holdCountdown', { params: { id: held.workItemId }, body: { fence: held.fence } })),
    hangUp: () => id && wish(() => call('call.hangUp', { params: { id } })),
    log: (result) => id && wish(() => call('call.log', { params: { id }, body: { result } })),
    mute: (on) => id && ask(() => call('call.mute', { params: { id }, body: { on } })),
    hold: (on) => id && ask(() => call('call.hold', { params: { id }, body: { on } })),
    more: () => wish(() => call('call.wrapUpMore')),
    answer: (offered) => wish(() => call('call.answer', { params: { id: offered } })),
    press: (digits) => id && ask(() => call('call.press', { params: { id }, body: { digits } })),
    record: (what) => id && ask(() => call('call.record', { params: { id }, body: { wish: what } })),
    transferDone: () => id && wish(() => call('call.transferDone', { params: { id } })),
    transferBack: () => id && wish(() => call('call.transferBack', { params: { id } })),
    help: (on) => ask(() => call('help.ask', { body: { on } })),
  }
}
