import { useSyncExternalStore } from 'react'
import * as z from 'zod/mini'

export type DeviceKind = 'microphone' | 'speaker'
const Device = z.object({ id: z.string(), label: z.string() })
export type NamedDevice = z.infer<typeof Device>
const Choice = z.object({ microphone: z.nullable(Device), speaker: z.nullable(Device) })
/** What one speaks into and hears by; null: the browser's own. */
export type DeviceChoice = z.infer<typeof Choice>

export const ownDevices: DeviceChoice = { microphone: null, speaker: null }
const storageKey = 'bazgasht.devices'
const listeners = new Set<() => void>()
let kept: DeviceChoice | null = null

function readKept(): DeviceChoice {
  try {
    return Choice.parse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'))
  } catch {
    return ownDevices
  }
}

/** The same object until something else is chosen. */
export function readDevices(): DeviceChoice {
  kept ??= readKept()
  return kept
}

/** Kept for this browser: another machine has another headset. */
export function chooseDevice(kind: DeviceKind, device: NamedDevice | null): void {
  kept = { ...readDevices(), [kind]: device }
  localStorage.setItem(storageKey, JSON.stringify(kept))
  for (const listener of listeners) listener()
}

export function watchDevices(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useDevices = (): DeviceChoice => useSyncExternalStore(watchDevices, readDevices)

const kinds = { microphone: 'audioinput', speaker: 'audiooutput' } as const
/** Chrome's two aliases of what the machine uses anyway. */
const aliases: ReadonlySet<string> = new Set(['default', 'communications'])

/** What the browser tells of; null while it names none, which is until it may use a microphone. */
export async function listDevices(kind: DeviceKind): Promise<NamedDevice[] | null> {
  const all = (await navigator.mediaDevices.enumerateDevices()).filter((one) => one.kind !== 'videoinput')
  const named = all.filter((one) => one.kind === kinds[kind] && one.label !== '' && !aliases.has(one.deviceId))
  if (named.length === 0 && all.some(({ label }) => label === '')) return null
  return named.map(({ deviceId, label }) => ({ id: deviceId, label }))
}
