import { EventEmitter } from 'node:events'
import type { Device } from '@twilio/voice-sdk'
import { afterEach, expect, it, vi } from 'vitest'
import { createTwilioSoftphone } from './twilio-softphone.ts'

const PASS = { identity: 'agent_1', token: 'first', url: '', expiresAt: '2026-01-01T00:00:00.000Z' }

const named = (id: string): [string, { deviceId: string }] => [id, { deviceId: id }]
const headset = { id: 'headset', label: 'Headset' }
const desk = { id: 'desk', label: 'On the desk' }

afterEach(() => void vi.useRealTimers())
const never = new Promise<never>(() => {})
const later = async (ms: number): Promise<unknown> => ms > 0 && new Promise((done) => setTimeout(done, ms))

/**
 * The sound of Twilio's device: it opens what is plugged in and refuses the rest, as the library does. When what it holds is
 * lost it opens the default, and while it is on the default every change makes it open that anew, from a timer that is set
 * before it tells of the change (audiohelper.js, `_updateDevices`).
 */
class FakeAudio extends EventEmitter {
  availableInputDevices = new Map([named('default'), named('desk'), named('headset')])
  availableOutputDevices = new Map([named('default'), named('headset')])
  isOutputSelectionSupported = true
  inputDevice: { deviceId: string } | null = null
  /** How long the library takes to open the default by itself. */
  forcedMs = 0
  opened: string[] = []
  heardBy: string[] = []
  private take(id: string): void {
    this.inputDevice = { deviceId: id }
    this.opened.push(id)
  }
  setInputDevice = async (id: string): Promise<void> => {
    if (!this.availableInputDevices.has(id)) throw new Error(`Device not found: ${id}`)
    if (this.inputDevice?.deviceId !== id) this.take(id)
  }
  unsetInputDevice = async (): Promise<void> => {
    this.inputDevice = null
    this.opened.push('none')
  }
  speakerDevices = {
    set: async (id: string): Promise<void> => {
      if (!this.availableOutputDevices.has(id)) throw new Error(`Devices not found: ${id}`)
      this.heardBy.push(id)
    },
  }
  plug(...ids: string[]) {
    this.availableInputDevices = new Map(ids.map(named))
    this.availableOutputDevices = new Map(ids.map(named))
    const held = this.inputDevice?.deviceId
    const [own] = ids
    if (held && !ids.includes(held)) {
      this.inputDevice = null
      if (own) void later(this.forcedMs).then(() => this.setInputDevice(own))
    } else if (held === 'default') setTimeout(() => void later(this.forcedMs).then(() => this.take(held)), 0)
    this.emit('deviceChange', [])
  }
}

/** What the driver asks of Twilio's device, by its own names. */
class FakeDevice extends EventEmitter {
  audio = new FakeAudio()
  state = 'unregistered'
  tokens: string[] = []
  destroyed = false
  static last: FakeDevice
  constructor(token: string) {
    super()
    this.tokens.push(token)
    FakeDevice.last = this
  }
  register = async (): Promise<void> => {
    this.state = 'registered'
    this.emit('registered')
  }
  updateToken = (token: string): void => void this.tokens.push(token)
  destroy = (): void => {
    this.destroyed = true
  }
}
const open = () => {
  let nth = 0
  const phone = createTwilioSoftphone(
    PASS,
    async () => ({ ...PASS, token: `renewed ${++nth}` }),
    FakeDevice as unknown as typeof Device,
  )
  phone.subscribe(() => {})
  const device = FakeDevice.last
  const ring = () => {
    const call = Object.assign(new EventEmitter(), { accept: vi.fn() })
    device.emit('incoming', call)
    return call
  }
  return { phone, device, audio: device.audio, ring }
}

it('registers, takes the ring of its seat by itself, and is gone when closed', async () => {
  const { phone, device, audio, ring } = open()
  await vi.waitFor(() => expect(phone.read().state).toBe('ready'))
  const call = ring()
  await vi.waitFor(() => expect(call.accept).toHaveBeenCalledOnce())
  expect([audio.opened, audio.heardBy]).toEqual([[], []])
  phone.close()
  expect(device.destroyed).toBe(true)
})

it('renews its token before it ends, never in a conversation', async () => {
  const { phone, device } = open()
  phone.setTalking(true)
  device.emit('tokenWillExpire')
  await new Promise((done) => setTimeout(done, 5))
  expect(device.tokens).toEqual(['first'])
  phone.setTalking(false)
  await vi.waitFor(() => expect(device.tokens).toEqual(['first', 'renewed 1']))
})

it('says when the microphone is refused, when the network is poor, and when it is out of touch', async () => {
  const { phone, device, ring } = open()
  device.emit('error', { code: 31208 })
  expect(phone.read().microphone).toBe(false)
  const call = ring()
  call.emit('warning')
  expect(phone.read().isPoor).toBe(true)
  call.emit('warning-cleared')
  call.emit('reconnecting')
  expect(phone.read()).toMatchObject({ isPoor: false, state: 'connecting' })
  device.emit('error', { code: 20104 })
  await vi.waitFor(() => expect(device.tokens.at(-1)).toBe('renewed 1'))
})

it('speaks into the chosen microphone and is heard by the chosen speaker, open before the leg is taken and closed after it', async () => {
  const { phone, audio, ring } = open()
  phone.setDevices({ microphone: headset, speaker: headset })
  await new Promise((done) => setTimeout(done, 5))
  expect(audio.opened).toEqual([])
  const call = ring()
  call.accept.mockImplementation(() => audio.opened.push('taken'))
  await vi.waitFor(() => expect(audio.opened).toEqual(['headset', 'taken']))
  expect(audio.heardBy).toEqual(['headset'])
  call.emit('disconnect')
  await vi.waitFor(() => expect(audio.opened.at(-1)).toBe('none'))
})

it('changes the microphone in the middle of a conversation, and goes back to the browser’s own', async () => {
  const { phone, audio, ring } = open()
  ring()
  phone.setDevices({ microphone: desk, speaker: null })
  phone.setDevices({ microphone: headset, speaker: null })
  await vi.waitFor(() => expect(audio.opened.at(-1)).toBe('headset'))
  phone.setDevices({ microphone: null, speaker: null })
  await vi.waitFor(() => expect(audio.opened.at(-1)).toBe('default'))
  expect(phone.read().missing).toEqual([])
})

/** A leg that stands, with the headset chosen; time moves only when it is told to. */
const talk = async () => {
  vi.useFakeTimers()
  const opened = open()
  opened.phone.setDevices({ microphone: headset, speaker: headset })
  const call = opened.ring()
  await vi.advanceTimersByTimeAsync(10)
  return { ...opened, call }
}

it.each([
  [0, 10],
  [500, 2_000],
])(
  'falls back to the browser’s own when the chosen headset is unplugged, says so, and takes it again, though the library opens the default anew for %i ms',
  async (forcedMs, heldAfterMs) => {
    const { phone, audio } = await talk()
    expect(audio.opened).toEqual(['headset'])
    audio.plug('default', 'desk')
    await vi.advanceTimersByTimeAsync(10)
    expect(phone.read().missing).toEqual(['microphone', 'speaker'])
    expect([audio.opened.at(-1), audio.heardBy.at(-1)]).toEqual(['default', 'default'])
    audio.forcedMs = forcedMs
    audio.plug('default', 'desk', 'headset')
    await vi.advanceTimersByTimeAsync(heldAfterMs)
    expect(phone.read().missing).toEqual([])
    expect(audio.opened.slice(-2)).toEqual(['default', 'headset'])
    expect([audio.inputDevice?.deviceId, audio.heardBy.at(-1)]).toEqual(['headset', 'headset'])
  },
)

it('holds no microphone when the leg is over, though the library opens one at that moment', async () => {
  const { call, audio } = await talk()
  audio.forcedMs = 500
  audio.plug('default', 'desk')
  call.emit('disconnect')
  await vi.advanceTimersByTimeAsync(3_000)
  expect([audio.opened.includes('default'), audio.inputDevice]).toEqual([true, null])
})

it('opens no microphone when it is closed, whatever was plugged in just before', async () => {
  const { phone, device, audio } = await talk()
  device.destroy = () => audio.removeAllListeners()
  audio.plug('default', 'headset')
  phone.close()
  await vi.advanceTimersByTimeAsync(3_000)
  expect([audio.opened, audio.inputDevice]).toEqual([['headset', 'none'], null])
})

it('takes the leg and the next choice when the chosen devices hang, and says that they are not used', async () => {
  vi.useFakeTimers()
  const { phone, audio, ring } = open()
  const [plainInput, plainOutput] = [audio.setInputDevice, audio.speakerDevices.set]
  audio.setInputDevice = (id) => (id === 'headset' ? never : plainInput(id))
  audio.speakerDevices.set = (id) => (id === 'headset' ? never : plainOutput(id))
  phone.setDevices({ microphone: headset, speaker: headset })
  const call = ring()
  await vi.advanceTimersByTimeAsync(2_900)
  expect(call.accept).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(200)
  expect(call.accept).toHaveBeenCalledOnce()
  expect([audio.opened, audio.heardBy]).toEqual([['default'], ['default']])
  expect(phone.read().missing).toEqual(['microphone', 'speaker'])
  phone.setDevices({ microphone: desk, speaker: null })
  await vi.advanceTimersByTimeAsync(10)
  expect(audio.opened).toEqual(['default', 'desk'])
  expect(phone.read().missing).toEqual([])
})

it('takes the leg when nothing opens at all, before the ring of its seat is over', async () => {
  vi.useFakeTimers()
  const { phone, audio, ring } = open()
  audio.setInputDevice = () => never
  audio.speakerDevices.set = () => never
  phone.setDevices({ microphone: headset, speaker: headset })
  const call = ring()
  await vi.advanceTimersByTimeAsync(6_100)
  expect(call.accept).toHaveBeenCalledOnce()
})

it.each([true, false])(
  'uses a microphone that opens late while the leg stands (%s), else gives it back',
  async (stands) => {
    vi.useFakeTimers()
    const { phone, audio, ring } = open()
    const plain = audio.setInputDevice
    audio.setInputDevice = async (id) => {
      if (id === 'headset' && audio.inputDevice?.deviceId !== id) await later(5_000)
      return plain(id)
    }
    phone.setDevices({ microphone: headset, speaker: null })
    const call = ring()
    await vi.advanceTimersByTimeAsync(4_000)
    expect([audio.inputDevice?.deviceId, phone.read().missing]).toEqual(['default', ['microphone']])
    if (!stands) call.emit('disconnect')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(audio.inputDevice?.deviceId).toBe(stands ? 'headset' : undefined)
    if (stands) expect(phone.read().missing).toEqual([])
  },
)

it('says that there is none when the only headset is unplugged, chosen or not, and takes it again', async () => {
  const { phone, audio } = await talk()
  audio.plug()
  await vi.advanceTimersByTimeAsync(10)
  expect(phone.read()).toMatchObject({ missing: [], none: ['microphone', 'speaker'] })
  phone.setDevices({ microphone: null, speaker: null })
  await vi.advanceTimersByTimeAsync(10)
  expect(phone.read().none).toEqual(['microphone', 'speaker'])
  phone.setDevices({ microphone: headset, speaker: headset })
  audio.plug('default', 'headset')
  await vi.advanceTimersByTimeAsync(3_000)
  expect(phone.read()).toMatchObject({ missing: [], none: [] })
  expect(audio.inputDevice?.deviceId).toBe('headset')
})

it('says nothing of an empty list that was never anything else, until a leg needs what was chosen from it', async () => {
  vi.useFakeTimers()
  const { phone, audio, ring } = open()
  audio.availableInputDevices.clear()
  audio.availableOutputDevices.clear()
  ring()
  await vi.advanceTimersByTimeAsync(10)
  expect(phone.read().none).toEqual([])
  phone.setDevices({ microphone: headset, speaker: null })
  await vi.advanceTimersByTimeAsync(10)
  expect(phone.read().none).toEqual(['microphone'])
})

it('says before the first ring that what was chosen is not there, but not while the browser names no device', async () => {
  const { phone, audio } = open()
  audio.plug('')
  phone.setDevices({ microphone: headset, speaker: null })
  await new Promise((done) => setTimeout(done, 5))
  expect(phone.read().missing).toEqual([])
  audio.plug('default', 'desk')
  await vi.waitFor(() => expect(phone.read().missing).toEqual(['microphone']))
})

it('takes the leg all the same when the chosen microphone will not open', async () => {
  const { phone, audio, ring } = open()
  phone.setDevices({ microphone: headset, speaker: null })
  const plain = audio.setInputDevice
  audio.setInputDevice = (id) => (id === 'headset' ? Promise.reject(new Error('in use')) : plain(id))
  const call = ring()
  await vi.waitFor(() => expect(call.accept).toHaveBeenCalledOnce())
  expect(audio.opened).toEqual(['default'])
  expect(phone.read().missing).toEqual(['microphone'])
})
