import { useState } from 'react'
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

type Said = Pick<StopPress, 'committed' | 'problem'> & { workItemId: string }
const NOTHING_SAID: Pick<StopPress, 'committed' | 'problem'> = { committed: null, problem: null }

/** A stop commits when it is pressed, whatever is saved afterwards (asks.md 19). */
export function useStop(held: LeaseRequest, onCommitted: (code: StopCode) => void): StopPress {
  const { workItemId } = held
  /** Of whom it is said: another customer begins with a clean slate. */
  const [said, setSaid] = useState<Said>({ workItemId, committed: null, problem: null })
  const [isPending, setPending] = useState(false)
  const { committed, problem } = said.workItemId === workItemId ? said : NOTHING_SAID
  const press = (code: StopCode): void => {
    if (isPending) return
    setPending(true)
    setSaid({ workItemId, committed, problem: null })
    call('stop.press', { body: { ...held, code } })
      .then(({ at }) => {
        setSaid({ workItemId, committed: { code, at }, problem: null })
        onCommitted(code)
      })
      .catch((error: unknown) => setSaid({ workItemId, committed, problem: problemOf(error) }))
      .finally(() => setPending(false))
  }
  return { committed, isPending, problem, press }
}
