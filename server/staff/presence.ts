/*
 * What an agent is doing, as one machine with one writer (the presence store), moved by compare-and-set.
 *
 * offline  no desk open. In: signed out, chosen, or the desk was silent too long. Out: the agent opens the desk or says ready.
 * break    at the desk, takes nobody. In: chosen, after a card, or the queue asked for a pause. Out: ready or offline, chosen.
 * ready    waits for the next customer. In: chosen, or after a card. Out: a claim puts a card on the desk (preview), or chosen.
 * preview  a card is on screen, nobody is dialled. In: claimed, or a dial that never left. Out: dialled (calling), logged on the
 *          agent's own phone (calling, talking or wrapUp), skipped or closed (ready, break), the lease lost (break).
 * calling  a dial is under way. In: dialled. Out: answered (talking), ended (wrapUp), refused before it left (preview).
 * talking  the customer is on the line. In: answered. Out: the call ended (wrapUp).
 * wrapUp   the attempt ended, its outcome is not saved. In: any attempt's end. Out: saved (ready, break), another try on the
 *          same card after a failure of ours or on the next number (preview, calling).
 *
 * consult  in a colleague's conversation, without a card. In: a colleague asks for help with hers, from ready or break. Out: back to what
 *          it was, or the customer is handed over (talking).
 *
 * A conversation may be handed over by a colleague or taken over by a supervisor: ready, break and consult lead to talking, and who had it
 * goes to break.
 *
 * From every state the desk may fall silent (offline). Nothing else frees an agent from a card: never a timer.
 * Rejected: `ready` by itself when wrap-up runs out (asks.md 11, 13): the customer's outcome would be lost.
 */
import type { PresenceState } from '#contract/staff'

const LEADS_TO: Readonly<Record<PresenceState, readonly PresenceState[]>> = {
  offline: ['break', 'ready'],
  break: ['ready', 'consult', 'talking', 'offline'],
  ready: ['preview', 'break', 'consult', 'talking', 'offline'],
  preview: ['calling', 'talking', 'wrapUp', 'ready', 'break', 'offline'],
  calling: ['talking', 'wrapUp', 'preview', 'offline'],
  talking: ['wrapUp', 'break', 'offline'],
  wrapUp: ['ready', 'break', 'preview', 'calling', 'offline'],
  consult: ['ready', 'break', 'talking', 'offline'],
}

/** No card is open, and nobody's conversation: an agent may choose among these. */
export const CHOSEN_STATES = ['offline', 'break', 'ready'] as const satisfies readonly PresenceState[]
export const CARD_STATES = ['preview', 'calling', 'talking', 'wrapUp'] as const satisfies readonly PresenceState[]

export const WRAP_UP_EXTENSIONS = 2
export const WRAP_UP_EXTENSION_SECONDS = 30

export const leadsTo = (from: PresenceState, to: PresenceState): boolean => LEADS_TO[from].includes(to)

export const hasCard = (state: PresenceState): boolean => (CARD_STATES as readonly PresenceState[]).includes(state)
