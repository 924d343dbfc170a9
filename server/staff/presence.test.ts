import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PresenceState } from '#contract/staff'
import { CARD_STATES, CHOSEN_STATES, hasCard, leadsTo } from './presence.ts'

const states = PresenceState.options
const anyState = fc.constantFrom(...states)

it('is either with a card or without', () => {
  expect([...CHOSEN_STATES, 'consult', ...CARD_STATES].sort()).toEqual([...states].sort())
})

it('lets a silent desk go offline from anywhere and never stand still', () => {
  for (const state of states) {
    if (state !== 'offline') expect(leadsTo(state, 'offline')).toBe(true)
    expect(leadsTo(state, state)).toBe(false)
  }
})

it('never lets an agent leave a call for ready, nor for break save that a colleague has it now', () => {
  for (const from of ['calling', 'talking'] as const) expect(leadsTo(from, 'ready')).toBe(false)
  expect(leadsTo('calling', 'break')).toBe(false)
  expect(leadsTo('talking', 'break')).toBe(true)
})

it('comes to talk only by a card, its own or a colleague’s', () => {
  fc.assert(
    fc.property(fc.array(anyState, { maxLength: 40 }), (wishes) => {
      let state: PresenceState = 'offline'
      let claimed = false
      for (const wish of wishes) {
        if (!leadsTo(state, wish)) continue
        if ((wish === 'preview' || wish === 'talking') && !hasCard(state)) claimed = true
        if (!hasCard(wish)) claimed = false
        state = wish
        expect(hasCard(state)).toBe(claimed)
      }
    }),
  )
})
