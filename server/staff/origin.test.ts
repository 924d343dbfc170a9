import { expect, it } from 'vitest'
import { isOwnOrigin } from './origin.ts'

const live = { publicBaseUrl: 'https://calls.example.com/bazgasht', production: true }
const local = { publicBaseUrl: 'http://localhost:4000', production: false }

it('takes the public address, whatever its path', () => {
  expect(isOwnOrigin('https://calls.example.com', 'inner:4000', live)).toBe(true)
})

it('refuses another scheme, port, host, a missing or a null origin', () => {
  for (const origin of [
    'http://calls.example.com',
    'https://calls.example.com:8443',
    'https://calls.example.com.evil.net',
    'https://evil.net',
    'null',
    '',
    undefined,
  ])
    expect(isOwnOrigin(origin, 'calls.example.com', live)).toBe(false)
})

it('takes the same local host and port outside production only', () => {
  expect(isOwnOrigin('http://127.0.0.1:5173', '127.0.0.1:5173', local)).toBe(true)
  expect(isOwnOrigin('http://127.0.0.1:5173', '127.0.0.1:4000', local)).toBe(false)
  expect(isOwnOrigin('http://evil.net:4000', 'evil.net:4000', local)).toBe(false)
  expect(isOwnOrigin('http://127.0.0.1:5173', '127.0.0.1:5173', live)).toBe(false)
})
