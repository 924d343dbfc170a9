import type { CallView } from '#contract/calls'
import type { CallRow } from './telephony.store.ts'

/** A call as its agent sees it. `number` in full only where the agent dials by hand. */
export const toCallView = (row: CallRow, number: string | null): CallView => ({
  id: row.id,
  workItemId: row.work_item_id,
  direction: row.direction,
  mode: row.mode,
  state: row.state,
  endedAs: row.ended_as,
  refusal: row.ended_as === 'refused' ? row.error : null,
  dialledAt: row.dialled_at.toISOString(),
  ringingAt: row.ringing_at?.toISOString() ?? null,
  answeredAt: row.answered_at?.toISOString() ?? null,
  endedAt: row.ended_at?.toISOString() ?? null,
  number: row.mode === 'manual' ? number : null,
  muted: row.muted,
  held: row.held,
  recording: row.recording,
})
