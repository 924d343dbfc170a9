import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react'
import { DispositionId } from '#contract/ids'
import type { Draft } from '#contract/outcomes'
import type { Problem } from '#contract/problem'
import { call } from '../../../api/call.ts'
import { ApiProblem } from '../../../api/problem.ts'
import type { LeaseRequest } from '../../../live/line.ts'
import { markClosed, unmarkClosed } from '../closed-cards.ts'
import { createOutcomeKeeper, type SendAnswer, type Sending } from '../outcome-keeper.ts'

export type OutcomeSaving = {
  sending: Sending
  /** What is missing or was refused, shown at its field once saving was tried. */
  problems: readonly Problem[]
  save: (next: 'ready' | 'break') => void
  /** What was tried is changed: the refusal is taken back. */
  clear: () => void
}

const send = async (input: Parameters<typeof call<'outcome.save'>>[1]['body']): Promise<SendAnswer> => {
  try {
    // Before the answer: the line may tell that the customer is gone sooner than the call does.
    markClosed(input.workItemId)
    await call('outcome.save', { body: input })
    return 'saved'
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    if (error.status === 0 || error.status >= 500) return 'unreachable'
    if (error.problem.code === 'outcome.saved') return 'saved'
    unmarkClosed(input.workItemId)
    return { refused: [error.problem, ...error.more] }
  }
}

type Asked = {
  held: LeaseRequest
  draft: Draft
  outcomeCode: string | null
  callId: Parameters<typeof send>[0]['callId']
  missing: readonly Problem[]
  onSaved: () => void
}

export function useOutcome({ held, draft, outcomeCode, callId, missing, onSaved }: Asked): OutcomeSaving {
  const { workItemId } = held
  /** For whom saving was tried last: another customer has not been tried yet. */
  const [tried, setTried] = useState<string | null>(null)
  const isTried = tried === workItemId
  const keeper = useMemo(() => createOutcomeKeeper({ workItemId, storage: localStorage, send }), [workItemId])
  const sending = useSyncExternalStore(keeper.subscribe, keeper.read)
  useEffect(() => {
    keeper.resume()
    return keeper.pause
  }, [keeper])
  const isSaved = sending.state === 'saved'
  const tellSaved = useEffectEvent(onSaved)
  useEffect(() => {
    if (isSaved) tellSaved()
  }, [isSaved])
  const save = (next: 'ready' | 'break'): void => {
    setTried(workItemId)
    if (missing.length > 0 || !outcomeCode) return
    const { revision: _, outcome: __, ...said } = draft
    keeper.save({
      ...said,
      id: DispositionId.parse(crypto.randomUUID()),
      ...held,
      callId,
      outcome: outcomeCode,
      next,
    })
  }
  const refused = sending.state === 'refused' ? sending.problems : []
  return { sending, problems: isTried ? [...missing, ...refused] : refused, save, clear: keeper.clear }
}
