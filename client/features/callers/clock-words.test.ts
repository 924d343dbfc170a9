import { expect, it } from 'vitest'
import { readClock, weekdayNames, writeClock } from './clock-words.ts'

it('reads and writes times of day, midnight as the end of one', () => {
  expect([readClock('09:30', false), readClock('00:00', false), readClock('00:00', true), readClock('', true)]).toEqual(
    [570, 0, 1440, null],
  )
  expect([writeClock(570), writeClock(0), writeClock(1440)]).toEqual(['09:30', '00:00', '00:00'])
})

it('names seven days, Monday first, in each language', () => {
  expect(weekdayNames('en')[0]).toBe('Monday')
  for (const locale of ['en', 'fa', 'uz']) expect(new Set(weekdayNames(locale)).size).toBe(7)
})
