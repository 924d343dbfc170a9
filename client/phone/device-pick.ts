import { type DeviceChoice, type DeviceKind, ownDevices } from './devices.ts'

/** Of a browser's sound, what choosing needs, by the names of Twilio's library (`AudioHelper`). */
export type Audio = {
  availableInputDevices: ReadonlyMap<string, unknown>
  availableOutputDevices: ReadonlyMap<string, unknown>
  isOutputSelectionSupported: boolean
  setInputDevice: (id: string) => Promise<void>
  unsetInputDevice: () => Promise<void>
  speakerDevices: { set: (id: string) => Promise<unknown> }
  on: (event: 'deviceChange', listener: () => void) => unknown
}

/** Before the browser may use a microphone it names no device: nobody knows then what is missing. */
const isNamed = (all: ReadonlyMap<string, unknown>): boolean => [...all.keys()].some((id) => id !== '')
const ownOf = (all: ReadonlyMap<string, unknown>): string | undefined =>
  all.has('default') ? 'default' : all.keys().next().value

/**
 * Holds a phone to the devices that were chosen for it. The microphone is open only while a leg stands, so that no browser
 * tells of one that listens on a break; the choice, or what is plugged in, may change while it does. What is not there or
 * will not open is replaced by the browser's own, and told; when it is there again it is used again.
 */
export function createDevicePick(audio: Audio, tell: (missing: readonly DeviceKind[]) => void) {
  let choice = ownDevices
  let isOpen = false
  let last: Promise<void> = Promise.resolve()
  /** What was never chosen is left to the library. */
  const touched = new Set<DeviceKind>()

  const isUsed = async (kind: DeviceKind, all: ReadonlyMap<string, unknown>, set: (id: string) => Promise<unknown>) => {
    const wanted = choice[kind]?.id
    const found = wanted !== undefined && all.has(wanted)
    if (!isOpen || (wanted === undefined && !touched.has(kind))) return wanted === undefined || found || !isNamed(all)
    touched.add(kind)
    const opened =
      found &&
      (await set(wanted).then(
        () => true,
        () => false,
      ))
    const own = ownOf(all)
    if (!opened && own) await set(own).catch(() => {}) // the library goes on with what it has
    return opened || wanted === undefined || !isNamed(all)
  }
  const settle = async (): Promise<void> => {
    const missing: DeviceKind[] = []
    if (!(await isUsed('microphone', audio.availableInputDevices, (id) => audio.setInputDevice(id))))
      missing.push('microphone')
    if (
      audio.isOutputSelectionSupported &&
      !(await isUsed('speaker', audio.availableOutputDevices, (id) => audio.speakerDevices.set(id)))
    )
      missing.push('speaker')
    tell(missing)
  }
  /** One after the other: a device that opens slowly must not win over the one that was chosen after it. */
  const settleNext = (): Promise<void> => {
    last = last.then(settle)
    return last
  }
  audio.on('deviceChange', () => void settleNext())
  return {
    choose: (next: DeviceChoice): void => {
      choice = next
      void settleNext()
    },
    /** A leg begins: resolves when its devices are open. */
    open: (): Promise<void> => {
      isOpen = true
      return settleNext()
    },
    close: (): void => {
      isOpen = false
      touched.delete('microphone')
      last = last.then(() => audio.unsetInputDevice().catch(() => {}))
    },
  }
}
