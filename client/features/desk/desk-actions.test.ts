import { expect, it } from 'vitest'
import type { PresenceState } from '#contract/staff'
import { availableActions, bindActions, deskActions, type Situation } from './desk-actions.ts'

const states: PresenceState[] = ['offline', 'break', 'ready', 'preview', 'calling', 'talking', 'wrapUp']
const calls: Situation['call'][] = [
  null,
  { state: 'ringing', mode: 'carrier' },
  { state: 'answered', mode: 'carrier' },
  { state: 'answered', mode: 'manual' },
  { state: 'ended', mode: 'carrier' },
]
const every = states.flatMap((state) =>
  calls.flatMap((call) =>
    [true, false].flatMap((hasCard) => [true, false].map((isSaving) => ({ state, hasCard, call, isSaving }))),
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
  expect(boundTo('Space', { state: 'calling', call: { state: 'ringing', mode: 'carrier' } })).toBe('hangUp')
})

it('is ready with R while nobody is on the desk, and asks for the reason with R while somebody is', () => {
  expect(boundTo('KeyR', { state: 'break', hasCard: false })).toBe('ready')
  expect(boundTo('KeyR', {})).toBe('reason')
})

it('mutes only where the server carries the call', () => {
  expect(boundTo('KeyM', { state: 'talking', call: { state: 'answered', mode: 'carrier' } })).toBe('mute')
  expect(boundTo('KeyM', { state: 'talking', call: { state: 'answered', mode: 'manual' } })).toBeUndefined()
})

it('offers skipping only before an attempt, and saving only when no call is open', () => {
  const has = (situation: Partial<Situation>, id: 'skip' | 'save') =>
    availableActions({ state: 'preview', hasCard: true, call: null, isSaving: false, ...situation }).has(id)
  expect(has({}, 'skip')).toBe(true)
  expect(has({ state: 'wrapUp', call: { state: 'ended', mode: 'carrier' } }, 'skip')).toBe(false)
  expect(has({ state: 'talking', call: { state: 'answered', mode: 'carrier' } }, 'save')).toBe(false)
})
