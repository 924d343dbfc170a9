import { useSyncExternalStore } from 'react'

export type ToastTone = 'won' | 'reached' | 'due' | 'stop'
export type Toast = { id: number; tone: ToastTone; words: string }

const MOST_AT_ONCE = 3
let shown: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function show(next: readonly Toast[]): void {
  shown = next
  for (const listener of listeners) listener()
}

/** Tells something that needs no answer. A stop stays until it is dismissed, the rest go by themselves. */
export function addToast(tone: ToastTone, words: string): void {
  last += 1
  show([...shown.filter((toast) => toast.words !== words), { id: last, tone, words }].slice(-MOST_AT_ONCE))
}

export const dismissToast = (id: number): void => show(shown.filter((toast) => toast.id !== id))

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useToasts = (): readonly Toast[] => useSyncExternalStore(subscribe, () => shown)
