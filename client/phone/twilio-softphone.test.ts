import { EventEmitter } from 'node:events'
import type { Device } from '@twilio/voice-sdk'
import { expect, it, vi } from 'vitest'
import { createTwilioSoftphone } from './twilio-softphone.ts'

const PASS = { identity: 'agent_1', token: 'first', url: '', expiresAt: '2026-01-01T00:00:00.000Z' }

/** What the driver asks of Twilio's device, by its own names. */
class FakeDevice extends EventEmitter {
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
  return { phone, device: FakeDevice.last }
}

it('registers, takes the ring of its seat by itself, and is gone when closed', async () => {
  const { phone, device } = open()
  await vi.waitFor(() => expect(phone.read().state).toBe('ready'))
  const call = Object.assign(new EventEmitter(), { accept: vi.fn() })
  device.emit('incoming', call)
  expect(call.accept).toHaveBeenCalledOnce()
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
  const { phone, device } = open()
  device.emit('error', { code: 31208 })
  expect(phone.read().microphone).toBe(false)
  const call = Object.assign(new EventEmitter(), { accept: vi.fn() })
  device.emit('incoming', call)
  call.emit('warning')
  expect(phone.read().isPoor).toBe(true)
  call.emit('warning-cleared')
  call.emit('reconnecting')
  expect(phone.read()).toMatchObject({ isPoor: false, state: 'connecting' })
  device.emit('error', { code: 20104 })
  await vi.waitFor(() => expect(device.tokens.at(-1)).toBe('renewed 1'))
})
