/** What the browser's phone is doing, and what the agent's ear has. */
export type PhoneState = 'none' | 'connecting' | 'ready' | 'failed'
export type Heard = {
  what: 'ringing' | 'customer' | 'silence'
  /** The simulated network has no sound: what the person would be heard to say. */
  says: string | null
  reasonCode: string | null
  wouldTake: readonly string[]
}
export type PhoneView = { state: PhoneState; heard: Heard | null }

/** The agent's ear and mouth. Calls are placed, held and ended by the server; a driver only carries the sound. */
export type Softphone = {
  read: () => PhoneView
  subscribe: (listener: () => void) => () => void
  close: () => void
}

export const noPhone: PhoneView = { state: 'none', heard: null }
