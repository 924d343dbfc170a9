import { type Call, Device } from '@twilio/voice-sdk'
import { createDevicePick } from './device-pick.ts'
import { createView, type PhonePass, type Softphone } from './softphone.ts'
import { createTokenKeeper } from './token-keeper.ts'

/** Twilio tells so long before the pass ends; a conversation may well last longer, so there is room. */
const TOLD_BEFORE_MS = 120_000
/** `connect` of a phone with a bad pass never settles (twilio-voice.js 85). */
const WATCHDOG_MS = 10_000
const TRY_AGAIN_MS = 5_000
/** Of the browser's microphone, and of the pass (Twilio's list of errors). */
const MICROPHONE_ERRORS: ReadonlySet<number> = new Set([31201, 31208, 31402])
const TOKEN_ERRORS: ReadonlySet<number> = new Set([20101, 20104, 31202, 31203, 31204, 31205])

/**
 * The phone of Twilio in this browser. It is rung by the server when its owner is ready, answers by itself and stays
 * in the owner's room all shift; customers come and go there.
 */
export function createTwilioSoftphone(first: PhonePass, pass: () => Promise<PhonePass>, Phone = Device): Softphone {
  const { read, show, subscribe, isWatched, clear } = createView({ state: 'connecting' })
  const device = new Phone(first.token, {
    closeProtection: true,
    tokenRefreshMs: TOLD_BEFORE_MS,
    codecPreferences: ['opus' as Call.Codec, 'pcmu' as Call.Codec],
  })
  const pick = device.audio && createDevicePick(device.audio, show)
  const renew = (): void => {
    pass().then(
      ({ token }) => device.updateToken(token),
      () => setTimeout(() => isWatched() && renew(), TRY_AGAIN_MS),
    )
  }
  const keeper = createTokenKeeper(renew)
  const register = (): void => {
    const watchdog = setTimeout(() => show({ state: 'failed' }), WATCHDOG_MS)
    device
      .register()
      .catch(() => show({ state: 'failed' }))
      .finally(() => clearTimeout(watchdog))
  }
  const tryAgain = (): void =>
    void setTimeout(() => isWatched() && device.state === 'unregistered' && register(), TRY_AGAIN_MS)

  device.on('registered', () => show({ state: 'ready' }))
  device.on('unregistered', () => {
    show({ state: 'connecting' })
    tryAgain()
  })
  device.on('tokenWillExpire', keeper.willExpire)
  device.on('error', ({ code }: { code: number }) => {
    if (MICROPHONE_ERRORS.has(code)) show({ microphone: false })
    else if (TOKEN_ERRORS.has(code)) renew()
    else tryAgain()
  })
  device.on('incoming', (call: Call) => {
    call.on('warning', () => show({ isPoor: true }))
    call.on('warning-cleared', () => show({ isPoor: false }))
    call.on('reconnecting', () => show({ state: 'connecting' }))
    call.on('reconnected', () => show({ state: 'ready' }))
    call.on('disconnect', () => {
      show({ isPoor: false })
      pick?.close()
    })
    call.on('cancel', () => pick?.close())
    const accept = (): void => call.accept()
    // A leg begins with the microphone that was chosen, and in any case.
    if (pick) pick.open().then(accept, accept)
    else accept()
  })
  register()
  return {
    read,
    subscribe,
    setTalking: keeper.setTalking,
    setDevices: (choice) => pick?.choose(choice),
    close: () => {
      clear()
      pick?.close()
      device.destroy()
    },
  }
}
