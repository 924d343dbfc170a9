import { expect, it } from 'vitest'
import { LINES_A_MINUTE, NO_LINES, takeLine } from './refusal-lines.ts'

const START = 1_000_000

it('writes so many refusals a minute, and says afterwards how many it did not', () => {
  let lines = NO_LINES
  const take = (now: number) => {
    const taken = takeLine(lines, now)
    lines = taken.lines
    return taken
  }
  const flood = Array.from({ length: LINES_A_MINUTE + 500 }, (_, i) => take(START + i))
  expect(flood.filter(({ write }) => write)).toHaveLength(LINES_A_MINUTE)
  expect(take(START + 59_999).write).toBe(false)
  expect(take(START + 60_000)).toMatchObject({ write: true, unwritten: 501 })
  expect(take(START + 60_001)).toMatchObject({ write: true, unwritten: 0 })
})
