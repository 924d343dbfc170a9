/** What the browser's phone is doing, and what its owner's ear has. */
export type PhoneState = 'none' | 'connecting' | 'ready' | 'failed'
export type Heard = {
  what: 'ringing' | 'customer' | 'silence'
  /** The simulated network has no sound: what the person would be heard to say. */
  says: string | null
  reasonCode: string | null
  wouldTake: readonly string[]
}
/** `microphone` false: the browser may not use it. `isPoor`: gaps are heard. */
export type PhoneView = { state: PhoneState; heard: Heard | null; microphone: boolean; isPoor: boolean }

/** An ear and a mouth. Calls are placed, held and ended by the server; a driver only carries the sound. */
export type Softphone = {
  read: () => PhoneView
  subscribe: (listener: () => void) => () => void
  /** While its owner talks with a customer nothing is renewed that could be heard. */
  setTalking: (isTalking: boolean) => void
  close: () => void
}

export const noPhone: PhoneView = { state: 'none', heard: null, microphone: true, isPoor: false }

export type PhonePass = { identity: string; token: string; url: string; expiresAt: string }

/** A view that listeners hear of. */
export function createView(first: Partial<PhoneView>) {
  let view: PhoneView = { ...noPhone, ...first }
  const listeners = new Set<() => void>()
  return {
    read: () => view,
    show: (next: Partial<PhoneView>): void => {
      view = { ...view, ...next }
      for (const listener of listeners) listener()
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    isWatched: () => listeners.size > 0,
    clear: () => listeners.clear(),
  }
}
