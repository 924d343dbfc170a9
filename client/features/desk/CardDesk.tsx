import { useEffect } from 'react'
import { Card } from '#contract/queue'
import { useTopic } from '../../live/use-line.ts'
import { FailedState } from '../../ui/FailedState.tsx'
import { CardSkeleton } from './CardSkeleton.tsx'
import { CardWork } from './CardWork.tsx'
import type { CardDeskProps } from './card-desk-props.ts'
import { useLease } from './use-lease.ts'

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
