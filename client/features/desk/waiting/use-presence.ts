import { useState } from 'react'
import type { Problem } from '#contract/problem'
import { call } from '../../../api/call.ts'
import { problemOf } from '../../../api/problem.ts'

export type PresenceActions = {
  set: (state: 'ready' | 'break') => void
  isPending: boolean
  problem: Problem | null
}

/** Ready is an explicit act; what the agent then is, the live line tells. */
export function usePresence(): PresenceActions {
  const [isPending, setPending] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const set = (state: 'ready' | 'break'): void => {
    if (isPending) return
    setPending(true)
    setProblem(null)
    call('presence.set', { body: { state } })
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => setPending(false))
  }
  return { set, isPending, problem }
}
