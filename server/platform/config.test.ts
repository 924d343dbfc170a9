import { describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'

const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_BASE_URL: 'https://calls.example.com',
  SESSION_SECRET: 's'.repeat(32),
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 't'.repeat(32),
  TWILIO_FROM: '+15005550006',
}
const faultsOf = (env: Record<string, string>): string[] => {
  const read = parseConfig(env)
  return read.ok ? [] : read.faults.map((fault) => fault.split(':')[0] ?? '')
}

describe('in production', () => {
  it('starts with the carrier’s own address, said or not', () => {
    expect(faultsOf(PRODUCTION)).toEqual([])
    expect(faultsOf({ ...PRODUCTION, TWILIO_API_BASE_URL: 'https://api.twilio.com' })).toEqual([])
  })

  it.each([
    'http://127.0.0.1:4010',
    'http://api.twilio.com',
    'https://api.twilio.com.example.com',
    'https://api.twilio.com@example.com',
    'https://api.twilio.com:8443',
    'https://api.twilio.com/2010',
    'https://example.com',
  ])('refuses a carrier at %s', (url) => {
    expect(faultsOf({ ...PRODUCTION, TWILIO_API_BASE_URL: url })).toEqual(['TWILIO_API_BASE_URL'])
  })

  it('refuses a clock that is not the machine’s', () => {
    expect(faultsOf({ ...PRODUCTION, CLOCK: '{"origin":0,"epoch":0,"speed":1}' })).toEqual(['CLOCK'])
  })

  it('names the variable and never the value of a secret', () => {
    const read = parseConfig({ ...PRODUCTION, TWILIO_AUTH_TOKEN: 'too-short-tok', TWILIO_FROM: '998712000000' })
    expect(read.ok).toBe(false)
    const told = read.ok ? '' : read.faults.join('\n')
    expect(told).toContain('TWILIO_AUTH_TOKEN')
    expect(told).not.toContain('too-short-tok')
    expect(told).not.toContain('998712000000')
  })
})

it('elsewhere takes any carrier that speaks the same', () => {
  expect(faultsOf({ ...PRODUCTION, NODE_ENV: 'development', TWILIO_API_BASE_URL: 'http://127.0.0.1:4010' })).toEqual([])
})
