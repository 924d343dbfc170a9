import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const storageKey = 'bazgasht.theme'
const listeners = new Set<() => void>()

export const parseTheme = (stored: string | null): Theme => themes.find((theme) => theme === stored) ?? 'system'
const readTheme = (): Theme => parseTheme(localStorage.getItem(storageKey))

/** Puts the theme chosen on this device in force; to be called before the first paint. */
export function applyTheme(): void {
  const theme = readTheme()
  if (theme === 'system') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset.theme = theme
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(storageKey, theme)
  applyTheme()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, readTheme)
