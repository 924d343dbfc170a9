import { expect, it } from 'vitest'
import type { PresenceState } from '#contract/staff'
import { availableActions, bindActions, deskActions, type Situation } from './desk-actions.ts'

const states: PresenceState[] = ['offline', 'break', 'ready', 'preview', 'calling', 'talking', 'wrapUp']
const calls: Situation['call'][] = [
  null,
  { state: 'ringing', mode: 'carrier', endedAs: null },
  { state: 'answered', mode: 'carrier', endedAs: null },
  { state: 'answered', mode: 'manual', endedAs: null },
  { state: 'ended', mode: 'carrier', endedAs: 'completed' },
]
const every = states.flatMap((state) =>
  calls.flatMap((call) =>
    [true, false].flatMap((hasCard) =>
      [true, false].flatMap((isSaving) =>
        [true, false].map((isCounting) => ({ state, hasCard, call, isSaving, isCounting })),
      ),
    ),
  ),
)
const boundTo = (chord: string, situation: Partial<Situation>) =>
  bindActions(availableActions({ state: 'preview', hasCard: true, call: null, isSaving: false, ...situation })).get(
    chord,
  )

it('never gives one key two meanings at once', () => {
  for (const situation of every) {
    const available = availableActions(situation)
    const chords = deskActions.flatMap(({ id, chord }) => (chord && available.has(id) ? [chord] : []))
    expect(new Set(chords).size, JSON.stringify(situation)).toBe(chords.length)
  }
})

it('dials with the space bar, and hangs up with it while a call is open', () => {
  expect(boundTo('Space', {})).toBe('dial')
  expect(boundTo('Space', { state: 'calling', call: { state: 'ringing', mode: 'carrier', endedAs: null } })).toBe(
    'hangUp',
  )
})

it('holds the countdown with W while one runs, and has no such key otherwise', () => {
  expect(boundTo('KeyW', { isCounting: true })).toBe('holdCountdown')
  expect(boundTo('KeyW', {})).toBeUndefined()
})

it('does not call again by accident after a conversation, but may after a failure of ours', () => {
  const ended = { state: 'ended', mode: 'carrier' } as const
  expect(boundTo('Space', { state: 'wrapUp', call: { ...ended, endedAs: 'completed' } })).toBeUndefined()
  expect(boundTo('Space', { state: 'wrapUp', call: { ...ended, endedAs: 'failed' } })).toBe('dial')
})

it('is ready with R while nobody is on the desk, and asks for the reason with R while somebody is', () => {
  expect(boundTo('KeyR', { state: 'break', hasCard: false })).toBe('ready')
  expect(boundTo('KeyR', {})).toBe('reason')
})

it('asks an agent who dials by hand whether anybody answered before the call can be over', () => {
  const byHand = { mode: 'manual', endedAs: null } as const
  expect(boundTo('Space', { state: 'calling', call: { ...byHand, state: 'sent' } })).toBeUndefined()
  expect(boundTo('Space', { state: 'talking', call: { ...byHand, state: 'answered' } })).toBe('hangUp')
})

it('mutes only where the server carries the call', () => {
  expect(boundTo('KeyM', { state: 'talking', call: { state: 'answered', mode: 'carrier', endedAs: null } })).toBe(
    'mute',
  )
  expect(
    boundTo('KeyM', { state: 'talking', call: { state: 'answered', mode: 'manual', endedAs: null } }),
  ).toBeUndefined()
})

it('offers skipping only before an attempt, and saving only when no call is open', () => {
  const has = (situation: Partial<Situation>, id: 'skip' | 'save') =>
    availableActions({ state: 'preview', hasCard: true, call: null, isSaving: false, ...situation }).has(id)
  expect(has({}, 'skip')).toBe(true)
  expect(has({ state: 'wrapUp', call: { state: 'ended', mode: 'carrier', endedAs: 'completed' } }, 'skip')).toBe(false)
  expect(has({ state: 'talking', call: { state: 'answered', mode: 'carrier', endedAs: null } }, 'save')).toBe(false)
})
