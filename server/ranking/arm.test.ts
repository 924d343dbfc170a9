import { describe, expect, it } from 'vitest'
import { assignArm } from './arm.ts'

const households = Array.from({ length: 20_000 }, (_, i) => `0193e0a0-0000-7000-8000-${String(i).padStart(12, '0')}`)

describe('the holdout arm', () => {
  it('never changes for a household', () => {
    expect(households.slice(0, 8).map((id) => assignArm(id, 'a key', 30))).toMatchInlineSnapshot(`
      [
        "treat",
        "treat",
        "treat",
        "holdout",
        "treat",
        "treat",
        "treat",
        "holdout",
      ]
    `)
  })

  it('holds out the asked share', () => {
    for (const percent of [5, 10, 50]) {
      const share = households.filter((id) => assignArm(id, 'a key', percent) === 'holdout').length / households.length
      expect(Math.abs(share - percent / 100)).toBeLessThan(0.012)
    }
    expect(households.some((id) => assignArm(id, 'a key', 0) === 'holdout')).toBe(false)
    expect(households.every((id) => assignArm(id, 'a key', 100) === 'holdout')).toBe(true)
  })

  it('keeps everybody held out when the share grows', () => {
    const kept = households.filter((id) => assignArm(id, 'a key', 5) === 'holdout')
    expect(kept.every((id) => assignArm(id, 'a key', 10) === 'holdout')).toBe(true)
  })

  it('depends on the key', () => {
    const differ = households.filter((id) => assignArm(id, 'a key', 50) !== assignArm(id, 'another key', 50))
    expect(Math.abs(differ.length / households.length - 0.5)).toBeLessThan(0.02)
  })
})
