import type { CallView } from '#contract/calls'
import type { PresenceState } from '#contract/staff'

/** Everything that an agent can do, each with its key (desk.md 3). Keys are places on the keyboard, never characters. */
export const deskActions = [
  { id: 'ready', chord: 'KeyR' },
  { id: 'dial', chord: 'Space' },
  { id: 'holdCountdown', chord: 'KeyW' },
  { id: 'hangUp', chord: 'Space' },
  { id: 'answer', chord: 'Space' },
  { id: 'reason', chord: 'KeyR' },
  { id: 'offers', chord: 'KeyO' },
  { id: 'promise', chord: 'KeyP' },
  { id: 'callback', chord: 'KeyB' },
  { id: 'note', chord: 'KeyN' },
  { id: 'stop', chord: 'KeyD KeyD' },
  { id: 'mute', chord: 'KeyM' },
  { id: 'hold', chord: 'KeyH' },
  { id: 'keypad', chord: 'KeyK' },
  { id: 'transfer', chord: 'KeyT' },
  { id: 'help', chord: 'Shift+KeyH' },
  { id: 'save', chord: 'Mod+Enter' },
  { id: 'saveBreak', chord: null },
  { id: 'skip', chord: null },
  { id: 'nextStep', chord: null },
  { id: 'previousStep', chord: null },
  { id: 'more', chord: null },
  { id: 'goBreak', chord: null },
  { id: 'back', chord: 'Escape' },
  { id: 'palette', chord: 'Mod+KeyK' },
  { id: 'map', chord: 'Shift+Slash' },
] as const
export type DeskActionId = (typeof deskActions)[number]['id']

export type Situation = {
  state: PresenceState
  hasCard: boolean
  call: Pick<CallView, 'state' | 'mode' | 'endedAs'> | null
  isSaving: boolean
  /** Somebody rings us, and this is their card. */
  isOffered?: boolean
  /** The server dials by itself when the time to read is over. */
  isCounting?: boolean
  /** Somebody else is on the agent's line, the customer waits. */
  isHandingOver?: boolean
}

const onCard: readonly DeskActionId[] = [
  'reason',
  'offers',
  'promise',
  'callback',
  'note',
  'stop',
  'back',
  'nextStep',
  'previousStep',
]

/** What can be done now; one key never means two things at once. */
export function availableActions({
  state,
  hasCard,
  call,
  isSaving,
  isOffered = false,
  isCounting = false,
  isHandingOver = false,
}: Situation): ReadonlySet<DeskActionId> {
  const always: DeskActionId[] = ['palette', 'map']
  if (!hasCard) return new Set([...always, ...(state === 'ready' ? (['goBreak'] as const) : (['ready'] as const))])
  if (isSaving) return new Set(always)
  if (isOffered) return new Set([...always, 'answer', 'note', 'nextStep', 'previousStep', 'back'])
  const isCallOpen = call !== null && call.state !== 'ended'
  // After a conversation Space must not call again: only what never left us may be tried once more.
  const mayDial = !call || state === 'preview' || call.endedAs === 'failed' || call.endedAs === 'refused'
  // On a phone of their own an agent says first whether anybody answered.
  const mayHangUp = call?.mode === 'carrier' || call?.state === 'answered'
  const byCall: DeskActionId[] = isCallOpen ? (mayHangUp ? ['hangUp'] : []) : mayDial ? ['dial'] : []
  if (isCallOpen && call.mode === 'carrier' && call.state === 'answered')
    byCall.push('mute', 'keypad', ...(isHandingOver ? [] : (['hold', 'transfer'] as const)))
  if (!isCallOpen) byCall.push(...(call ? (['save', 'saveBreak'] as const) : (['save', 'skip'] as const)))
  if (isCounting) byCall.push('holdCountdown')
  if (state === 'wrapUp') byCall.push('more')
  byCall.push('help')
  return new Set([...always, ...onCard, ...byCall])
}

/** Chord → action, for what can be done now. */
export const bindActions = (available: ReadonlySet<DeskActionId>): ReadonlyMap<string, DeskActionId> =>
  new Map(deskActions.flatMap(({ id, chord }) => (chord && available.has(id) ? [[chord, id] as const] : [])))
