import { useSyncExternalStore } from 'react'

const storageKey = 'bazgasht.singleKeys'
const listeners = new Set<() => void>()

export const readSingleKeys = (): boolean => localStorage.getItem(storageKey) !== 'off'

/** Switches keys without a modifier on or off for this device (WCAG 2.2, 2.1.4). */
export function setSingleKeys(on: boolean): void {
  localStorage.setItem(storageKey, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useSingleKeys = (): boolean => useSyncExternalStore(subscribe, readSingleKeys)
