import { useEffect } from 'react'
import type { AgentDesk } from '#contract/live'
import type { Taxonomy } from '#contract/programme'
import { Card } from '#contract/queue'
import type { Me } from '#contract/staff'
import type { LeaseRequest } from '../../live/line.ts'
import { useTopic } from '../../live/use-line.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { CardSkeleton } from './CardSkeleton.tsx'
import { CardWork } from './CardWork.tsx'
import type { DeskControls } from './DeskScreen.tsx'
import type { PhoneView } from './softphone/softphone.ts'
import { useLease } from './use-lease.ts'

export type CardDeskProps = {
  me: Me
  desk: AgentDesk
  held: LeaseRequest
  taxonomy: Taxonomy
  phone: PhoneView
  onControls: (controls: DeskControls | null) => void
  onLost: (workItemId: string) => void
}

/** The customer that the server put on this desk, held by a lease for as long as this stands. */
export function CardDesk(props: CardDeskProps) {
  const { held, onLost } = props
  const { document: card, problem } = useTopic(`card:${held.workItemId}`, Card)
  const isLost = useLease(held)
  useEffect(() => {
    if (isLost) onLost(held.workItemId)
  }, [isLost, onLost, held.workItemId])
  if (problem && !card) return <FailedState problem={problem} onRetry={() => location.reload()} />
  return card ? <CardWork {...props} card={card} /> : <CardSkeleton />
}
