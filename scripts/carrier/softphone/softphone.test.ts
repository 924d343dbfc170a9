import { io, type Socket } from 'socket.io-client'
import twilio from 'twilio'
import { afterEach, describe, expect, it } from 'vitest'
import { ACCOUNT, createRig, FROM, TOKEN } from '../rig.ts'
import type { LegUpdate } from './clients.ts'

const rig = createRig()
const { connect, ring, truth } = rig
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

const tokenFor = (identity: string, secret = TOKEN): string =>
  new twilio.jwt.AccessToken(ACCOUNT, ACCOUNT, secret, { identity, ttl: 600 }).toJwt()

function signOn(auth: { identity: string; token: string; manual?: boolean }) {
  const socket = io(`${rig.carrier().url}/softphone`, { auth, transports: ['websocket'], reconnection: false })
  const updates: LegUpdate[] = []
  const rings: { callSid: string }[] = []
  sockets.push(socket)
  socket.on('leg:update', (facts: LegUpdate) => updates.push(facts))
  socket.on('ring', (leg: { callSid: string }) => rings.push(leg))
  const ready = new Promise<string>((done) => {
    socket.on('connect', () => done('connected'))
    socket.on('connect_error', (error) => done(error.message))
  })
  return { socket, updates, rings, ready }
}

const dialAgent = () => connect().conferences('agent-7').participants.create({ to: 'client:agent_7', from: FROM })

describe('a softphone', () => {
  it('signs on with a token the stock package mints, and with no other', async () => {
    expect(await signOn({ identity: 'agent_7', token: tokenFor('agent_7') }).ready).toBe('connected')
    expect(await signOn({ identity: 'agent_8', token: tokenFor('agent_7') }).ready).toBe('20101')
    expect(await signOn({ identity: 'agent_7', token: tokenFor('agent_7', 'another') }).ready).toBe('20101')
  })

  it('stays connected while the REST address is gone', async () => {
    const { ready, rings, socket } = signOn({ identity: 'agent_7', token: tokenFor('agent_7') })
    await ready
    await dialAgent() // rings when time goes on
    await rig.carrier().setFaults({ outage: 'refuse' })
    await rig.step(2_000)
    await expect.poll(() => rings.length, { timeout: 2_000 }).toBe(1)
    expect(socket.connected).toBe(true)
  })

  it('hears the ringing, the customer, and silence again', async () => {
    const phone = signOn({ identity: 'agent_7', token: tokenFor('agent_7') })
    await phone.ready
    await dialAgent()
    await rig.step(1_000)
    await connect().conferences('agent-7').participants.create({ to: '+998901234567', from: FROM })
    await rig.step(60_000)
    await expect.poll(() => phone.updates.at(-1)?.heard).toBe('silence')
    const heard = phone.updates.map((facts) => facts.heard).filter((now, nth, all) => now !== all[nth - 1])
    expect(heard).toEqual(['silence', 'ringing', 'customer', 'silence'])
    expect(phone.updates.some((facts) => facts.says === 'hello')).toBe(true)
  })

  it('rings until accepted when it is manual, is not heard when muted, and hangs up', async () => {
    const phone = signOn({ identity: 'agent_7', token: tokenFor('agent_7'), manual: true })
    await phone.ready
    const { callSid } = await dialAgent()
    await rig.step(5_000)
    await expect.poll(() => phone.rings).toMatchObject([{ callSid }])
    expect(truth('answer')).toEqual([])
    phone.socket.emit('accept', { callSid })
    await expect.poll(() => truth('answer')).toHaveLength(1)
    await ring()
    await rig.step(6_000)
    phone.socket.emit('mute', { callSid, muted: true })
    await expect.poll(() => truth('unbridge')).toHaveLength(1)
    phone.socket.emit('hangup', { callSid })
    await expect.poll(() => rig.endOf(callSid)).toMatchObject({ by: 'callee' })
  })

  it('that nobody signed on for is not reached', async () => {
    const { callSid } = await dialAgent()
    await rig.step(1_000)
    expect(rig.endOf(callSid)).toMatchObject({ status: 'no-answer', sipCode: 480 })
  })
})
