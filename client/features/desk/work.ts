import { createContext, use } from 'react'
import type { CallView } from '#contract/calls'
import type { AgentDesk } from '#contract/live'
import type { Outcome, Taxonomy } from '#contract/programme'
import type { Card } from '#contract/queue'
import type { Me } from '#contract/staff'
import type { PhoneView } from '../../phone/softphone.ts'
import type { Calls } from './bar/use-calls.ts'
import type { OutcomeSaving } from './bar/use-outcome.ts'
import type { StopPress } from './bar/use-stop.ts'
import type { DeskActionId } from './desk-actions.ts'
import type { DraftEdit } from './draft/draft.ts'
import type { Keeping } from './draft/draft-keeper.ts'
import type { Move, Place } from './place.ts'

/** Everything that the parts of the desk share while a customer is on it. */
export type Work = {
  me: Me
  desk: AgentDesk
  card: Card
  taxonomy: Taxonomy
  /** The call of this card, also after it ended; null before the first attempt. */
  call: CallView | null
  phone: PhoneView
  keeping: Keeping
  edit: (change: DraftEdit) => void
  place: Place
  go: (to: Move) => void
  calls: Calls
  saving: OutcomeSaving
  stop: StopPress
  /** The outcome that would be saved: the agent's, else what the line says. */
  outcome: Outcome | null
  available: ReadonlySet<DeskActionId>
  /** What stands open above the bar. */
  opened: 'keypad' | 'transfer' | null
  setOpened: (what: 'keypad' | 'transfer' | null) => void
  perform: (id: DeskActionId) => void
  /** The zone in which dates are agreed with this customer. */
  zone: string
}

export const WorkContext = createContext<Work | null>(null)

export function useWork(): Work {
  const work = use(WorkContext)
  if (!work) throw new Error('This stands outside the desk')
  return work
}

/** Text fields that keys lead to. */
export const focusField = (
  id: 'desk-note' | 'desk-words' | 'desk-reason-search' | 'desk-promise' | 'desk-card',
): void => document.getElementById(id)?.focus()
