import { CalendarDate, PersianCalendar } from '@internationalized/date'
import { expect, it } from 'vitest'
import { EVERYTHING, isIdOrNothing, toFilter } from './trail-filter.ts'

const ID = '3f2a0000-0000-4000-8000-00000000000a'

it('asks for nothing that is not chosen', () => {
  expect(toFilter(EVERYTHING, 'UTC')).toEqual({})
  expect(toFilter({ ...EVERYTHING, action: 'no.act', actor: 'nobody', about: '3f2a' }, 'UTC')).toEqual({})
})

it('takes an id as it was pasted', () => {
  expect(toFilter({ ...EVERYTHING, about: ` ${ID.toUpperCase()} ` }, 'UTC')).toEqual({ about: ID })
  expect([isIdOrNothing(' '), isIdOrNothing('3f2a')]).toEqual([true, false])
})

it('counts days from midnight to midnight of the centre, in the Persian calendar too', () => {
  const day = new CalendarDate(new PersianCalendar(), 1405, 9, 7) // 28 November 2026
  expect(toFilter({ ...EVERYTHING, from: day, to: day }, 'Asia/Tehran')).toEqual({
    from: '2026-11-27T20:30:00.000Z',
    to: '2026-11-28T20:30:00.000Z',
  })
})
