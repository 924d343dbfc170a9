import { useEffect, useState } from 'react'
import type { StopCode } from '#contract/outcomes'
import type { Problem } from '#contract/problem'
import { call } from '../../../api/call.ts'
import { problemOf } from '../../../api/problem.ts'
import type { LeaseRequest } from '../../../live/line.ts'

export type StopPress = {
  /** Committed on the server: what, and when by its clock. */
  committed: { code: string; at: string } | null
  isPending: boolean
  problem: Problem | null
  press: (code: StopCode) => void
}

/** A stop commits when it is pressed, whatever is saved afterwards (asks.md 19). */
export function useStop(held: LeaseRequest, onCommitted: (code: StopCode) => void): StopPress {
  const [committed, setCommitted] = useState<StopPress['committed']>(null)
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another customer begins with a clean slate
  useEffect(() => {
    setCommitted(null)
    setProblem(null)
  }, [held.workItemId])
  const press = (code: StopCode): void => {
    if (isPending) return
    setPending(true)
    setProblem(null)
    call('stop.press', { body: { ...held, code } })
      .then(({ at }) => {
        setCommitted({ code, at })
        onCommitted(code)
      })
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => setPending(false))
  }
  return { committed, isPending, problem, press }
}
