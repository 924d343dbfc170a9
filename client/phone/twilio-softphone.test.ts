import { EventEmitter } from 'node:events'
import type { Device } from '@twilio/voice-sdk'
import { expect, it, vi } from 'vitest'
import { createTwilioSoftphone } from './twilio-softphone.ts'

const PASS = { identity: 'agent_1', token: 'first', url: '', expiresAt: '2026-01-01T00:00:00.000Z' }

const named = (id: string): [string, { deviceId: string }] => [id, { deviceId: id }]
const headset = { id: 'headset', label: 'Headset' }
const desk = { id: 'desk', label: 'On the desk' }

/** The sound of Twilio's device: it opens what is plugged in and refuses the rest, as the library does. */
class FakeAudio extends EventEmitter {
  availableInputDevices = new Map([named('default'), named('desk'), named('headset')])
  availableOutputDevices = new Map([named('default'), named('headset')])
  isOutputSelectionSupported = true
  opened: string[] = []
  heardBy: string[] = []
  setInputDevice = async (id: string): Promise<void> => {
    if (!this.availableInputDevices.has(id)) throw new Error(`Device not found: ${id}`)
    if (this.opened.at(-1) !== id) this.opened.push(id)
  }
  unsetInputDevice = async (): Promise<void> => void this.opened.push('none')
  speakerDevices = {
    set: async (id: string): Promise<void> => {
      if (!this.availableOutputDevices.has(id)) throw new Error(`Devices not found: ${id}`)
      this.heardBy.push(id)
    },
  }
  plug(...ids: string[]) {
    this.availableInputDevices = new Map(ids.map(named))
    this.availableOutputDevices = new Map(ids.map(named))
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

it('falls back to the browser’s own when the chosen headset is unplugged, says so, and takes it again', async () => {
  const { phone, audio, ring } = open()
  phone.setDevices({ microphone: headset, speaker: headset })
  ring()
  await vi.waitFor(() => expect(audio.opened).toEqual(['headset']))
  audio.plug('default', 'desk')
  await vi.waitFor(() => expect(phone.read().missing).toEqual(['microphone', 'speaker']))
  expect([audio.opened.at(-1), audio.heardBy.at(-1)]).toEqual(['default', 'default'])
  audio.plug('default', 'desk', 'headset')
  await vi.waitFor(() => expect(phone.read().missing).toEqual([]))
  expect([audio.opened.at(-1), audio.heardBy.at(-1)]).toEqual(['headset', 'headset'])
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
