import { useCallback, useEffect, useRef, useState } from 'react'
import type { AgentDesk } from '#contract/live'
import { wasClosedHere } from './closed-cards.ts'

/** Whether a customer left this desk without the agent's doing, so that they are told what became of their work. */
export function useVanished(desk: AgentDesk | null) {
  const [vanished, setVanished] = useState<string | null>(null)
  const before = useRef<string | null>(null)
  const current = desk ? (desk.card?.workItemId ?? null) : undefined
  const isHandedOver = desk?.handedTo != null
  const report = useCallback(
    (workItemId: string) => {
      if (!wasClosedHere(workItemId) && !isHandedOver) setVanished(workItemId)
    },
    [isHandedOver],
  )
  useEffect(() => {
    if (current === undefined) return
    if (before.current && before.current !== current) report(before.current)
    before.current = current
  }, [current, report])
  return { vanished: vanished !== null, dismiss: () => setVanished(null), report }
}
