import { describe, expect, it } from 'vitest'
import { isAlreadyOver, outcomeOfRefusal, readCreateFault } from './carrier-errors.ts'

describe('a dial that failed', () => {
  it('is unknown when the carrier was silent or said 5xx: the phone may be ringing', () => {
    const faults = [
      { code: 'ECONNABORTED' },
      { code: 'ECONNRESET' },
      { code: 'ETIMEDOUT' },
      { status: 500, code: 20500 },
      { status: 503, code: 20503 },
      { status: 502 },
      new Error('socket hang up'),
      null,
    ]
    for (const fault of faults) expect(readCreateFault(fault)).toEqual({ kind: 'unknown' })
  })

  it.each([
    [{ status: 401, code: 20003 }, 'carrier.account'],
    [{ status: 429, code: 20429 }, 'carrier.busy'],
    [{ status: 429, code: 10004 }, 'carrier.full'],
    [{ status: 400, code: 21210 }, 'carrier.caller-id'],
    [{ status: 400, code: 21211 }, 'carrier.number-invalid'],
    [{ status: 400, code: 21217 }, 'carrier.number-invalid'],
    [{ status: 400, code: 21215 }, 'carrier.country'],
    [{ status: 400, code: 13225 }, 'carrier.blocked'],
    [{ status: 400, code: 21262 }, 'carrier.request'],
    [{ code: 'ECONNREFUSED' }, 'carrier.unreachable'],
  ])('is refused for certain: %j', (fault, code) => {
    expect(readCreateFault(fault)).toEqual({ kind: 'refused', code, told: 'status' in fault ? fault.code : null })
  })

  it('strikes a number only when the carrier says that the number is wrong', () => {
    expect(outcomeOfRefusal('carrier.number-invalid')).toBe('X.INV')
    expect(outcomeOfRefusal('carrier.country')).toBe('X.FAIL')
  })
})

describe('ending a leg', () => {
  it('takes one that is over for a success, and nothing else', () => {
    expect(isAlreadyOver({ status: 400, code: 21220 })).toBe(true)
    expect(isAlreadyOver({ status: 404, code: 20404 })).toBe(true)
    expect(isAlreadyOver({ status: 500, code: 20500 })).toBe(false)
  })
})
