import type { DeviceChoice, DeviceKind } from './devices.ts'

/** What the browser's phone is doing, and what its owner's ear has. */
export type PhoneState = 'none' | 'connecting' | 'ready' | 'failed'
export type Heard = {
  what: 'ringing' | 'customer' | 'silence'
  /** The simulated network has no sound: what the person would be heard to say. */
  says: string | null
  reasonCode: string | null
  wouldTake: readonly string[]
}
/**
 * `microphone` false: the browser may not use it. `missing`: chosen and not there, so that the browser's own is used.
 * `none`: the machine has not a single one. `isPoor`: gaps are heard.
 */
export type PhoneView = {
  state: PhoneState
  heard: Heard | null
  microphone: boolean
  missing: readonly DeviceKind[]
  none: readonly DeviceKind[]
  isPoor: boolean
}

/** An ear and a mouth. Calls are placed, held and ended by the server; a driver only carries the sound. */
export type Softphone = {
  read: () => PhoneView
  subscribe: (listener: () => void) => () => void
  /** While its owner talks with a customer nothing is renewed that could be heard. */
  setTalking: (isTalking: boolean) => void
  /** What it speaks into and is heard by, from now on. */
  setDevices: (choice: DeviceChoice) => void
  close: () => void
}

export const noPhone: PhoneView = { state: 'none', heard: null, microphone: true, missing: [], none: [], isPoor: false }

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
