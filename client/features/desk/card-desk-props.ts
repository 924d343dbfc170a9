import type { AgentDesk } from '#contract/live'
import type { Taxonomy } from '#contract/programme'
import type { Me } from '#contract/staff'
import type { LeaseRequest } from '../../live/line.ts'
import type { PhoneView } from '../../phone/softphone.ts'
import type { DeskActionId } from './desk-actions.ts'

/** What a desk lets be done now, for the keys and the palette. */
export type DeskControls = { available: ReadonlySet<DeskActionId>; perform: (id: DeskActionId) => void }

export type CardDeskProps = {
  me: Me
  desk: AgentDesk
  held: LeaseRequest
  taxonomy: Taxonomy
  phone: PhoneView
  onControls: (controls: DeskControls | null) => void
  onLost: (workItemId: string) => void
}
