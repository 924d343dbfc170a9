import type { Audio } from './device-pick.ts'

/** The browser's devices as Twilio's library tells of them, for the simulated network, which has no sound to bring there. */
export function createBrowserAudio(
  media: Pick<
    MediaDevices,
    'enumerateDevices' | 'addEventListener' | 'removeEventListener'
  > | null = navigator.mediaDevices ?? null,
): Audio & { close: () => void } {
  const inputs = new Map<string, string>()
  const outputs = new Map<string, string>()
  const listeners = new Set<() => void>()
  const look = async (): Promise<void> => {
    const devices = (await media?.enumerateDevices()) ?? []
    for (const [kind, all] of [
      ['audioinput', inputs],
      ['audiooutput', outputs],
    ] as const) {
      all.clear()
      for (const { deviceId, label } of devices.filter((one) => one.kind === kind)) all.set(deviceId, label)
    }
    for (const listener of listeners) listener()
  }
  const lookAgain = (): void => void look().catch(() => {})
  const open = (all: ReadonlyMap<string, string>, id: string): Promise<void> =>
    all.has(id) ? Promise.resolve() : Promise.reject(new Error('there is no such device'))
  let inputDevice: Audio['inputDevice'] = null
  media?.addEventListener('devicechange', lookAgain)
  lookAgain()
  return {
    get inputDevice() {
      return inputDevice
    },
    availableInputDevices: inputs,
    availableOutputDevices: outputs,
    isOutputSelectionSupported: 'setSinkId' in HTMLMediaElement.prototype,
    setInputDevice: async (id) => {
      await open(inputs, id)
      inputDevice = { deviceId: id }
    },
    unsetInputDevice: async () => {
      inputDevice = null
    },
    speakerDevices: { set: (id) => open(outputs, id) },
    on: (_, listener) => listeners.add(listener),
    close: () => media?.removeEventListener('devicechange', lookAgain),
  }
}
