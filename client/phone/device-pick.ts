import { type DeviceChoice, type DeviceKind, ownDevices } from './devices.ts'
import type { PhoneView } from './softphone.ts'

/** Of a browser's sound, what choosing needs, by the names of Twilio's library (`AudioHelper`). */
export type Audio = {
  availableInputDevices: ReadonlyMap<string, unknown>
  availableOutputDevices: ReadonlyMap<string, unknown>
  isOutputSelectionSupported: boolean
  readonly inputDevice: { deviceId: string } | null
  setInputDevice: (id: string) => Promise<void>
  unsetInputDevice: () => Promise<void>
  speakerDevices: { set: (id: string) => Promise<unknown> }
  on: (event: 'deviceChange', listener: () => void) => unknown
}

/** A device that takes longer counts as one that does not open: the ring of a seat is not endless. */
const OPENS_WITHIN_MS = 3_000
const LOOK_AGAIN_MS = 1_000

type Found = 'used' | 'missing' | 'none'

/** Before the browser may use a microphone it names no device, or has not told of any yet: nobody knows then what is missing. */
const isUnnamed = (all: ReadonlyMap<string, unknown>): boolean => all.size === 0 || all.has('')
const ownOf = (all: ReadonlyMap<string, unknown>): string | undefined =>
  all.has('default') ? 'default' : all.keys().next().value

/**
 * Holds a phone to the devices that were chosen for it. The microphone is open only while a leg stands, so that no browser
 * tells of one that listens on a break; the choice, or what is plugged in, may change while it does. What is not there or
 * will not open is replaced by the browser's own, and told; when it is there again it is used again.
 */
export function createDevicePick(audio: Audio, tell: (found: Pick<PhoneView, 'missing' | 'none'>) => void) {
  let choice = ownDevices
  let isOpen = false
  let last: Promise<void> = Promise.resolve()
  let waiting: Promise<void> | null = null
  /** What was never chosen is left to the library. */
  const touched = new Set<DeviceKind>()
  /** There was one of these: if there is none now, it was unplugged. */
  const seen = new Set<DeviceKind>()

  /**
   * One after the other: a device that opens slowly must not win over the one that was chosen after it. What waits reads the
   * choice when its turn comes, so one is enough.
   */
  const settleNext = (): Promise<void> => {
    waiting ??= last = last.then(() => {
      waiting = null
      return settle()
    })
    return waiting
  }
  /** Whether it opened in time. What opens later has changed what is used, so all is settled anew. */
  const inTime = (opening: Promise<unknown>): Promise<boolean> =>
    new Promise((answer) => {
      let isLate = false
      const timer = setTimeout(() => {
        isLate = true
        answer(false)
      }, OPENS_WITHIN_MS)
      const settled = (opened: boolean): void => {
        clearTimeout(timer)
        if (isLate && opened) void settleNext()
        answer(opened)
      }
      opening.then(
        () => settled(true),
        () => settled(false),
      )
    })
  const find = async (
    kind: DeviceKind,
    all: ReadonlyMap<string, unknown>,
    set: (id: string) => Promise<unknown>,
  ): Promise<Found> => {
    const wanted = choice[kind]?.id
    if (all.size > 0) seen.add(kind)
    else if (isOpen && (wanted !== undefined || seen.has(kind))) return 'none'
    const isThere = wanted !== undefined && all.has(wanted)
    let isUsed = wanted === undefined || isThere
    if (isOpen && (wanted !== undefined || touched.has(kind))) {
      touched.add(kind)
      const opened = isThere && (await inTime(set(wanted)))
      const own = ownOf(all)
      if (!opened && own) await inTime(set(own)) // else the library goes on with what it has
      isUsed = opened || wanted === undefined
    }
    return isUsed || isUnnamed(all) ? 'used' : 'missing'
  }
  const settle = async (): Promise<void> => {
    if (!isOpen) {
      touched.delete('microphone')
      if (audio.inputDevice) await inTime(audio.unsetInputDevice())
    }
    const [microphone, speaker] = await Promise.all([
      find('microphone', audio.availableInputDevices, (id) => audio.setInputDevice(id)),
      audio.isOutputSelectionSupported
        ? find('speaker', audio.availableOutputDevices, (id) => audio.speakerDevices.set(id))
        : 'used',
    ])
    const which = (found: Found): DeviceKind[] => [
      ...(microphone === found ? (['microphone'] as const) : []),
      ...(speaker === found ? (['speaker'] as const) : []),
    ]
    tell({ missing: which('missing'), none: which('none') })
  }
  const lookAgain = (): void => {
    const wanted = choice.microphone?.id
    const isThere = wanted !== undefined && audio.availableInputDevices.has(wanted)
    if (isOpen ? isThere && audio.inputDevice?.deviceId !== wanted : audio.inputDevice) void settleNext()
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  audio.on('deviceChange', () => {
    // The library opens the default anew from a timer that it sets before it tells: ours is behind it, and what of theirs
    // ends after ours is seen a little later.
    clearTimeout(timer)
    timer = setTimeout(() => void settleNext().then(() => setTimeout(lookAgain, LOOK_AGAIN_MS)), 0)
  })
  return {
    choose: (chosen: DeviceChoice): void => {
      choice = chosen
      void settleNext()
    },
    /** A leg begins: resolves when its devices are open, or when they have had their time. */
    open: (): Promise<void> => {
      isOpen = true
      return settleNext()
    },
    close: (): void => {
      isOpen = false
      void settleNext()
    },
  }
}
