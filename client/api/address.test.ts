import { expect, it } from 'vitest'
import { buildAddress } from './address.ts'
import { problemOf, readProblem } from './problem.ts'

it('fills the path and puts the query behind, escaped', () => {
  expect(buildAddress('/cards/:id/draft', { id: 'a/b' })).toBe('/api/cards/a%2Fb/draft')
  expect(buildAddress('/imports', {}, { fileName: 'مشتری & co.csv', mapping: undefined })).toBe(
    '/api/imports?fileName=%D9%85%D8%B4%D8%AA%D8%B1%DB%8C+%26+co.csv',
  )
})

it('does not send a path with a hole in it', () => {
  expect(() => buildAddress('/cards/:id', {})).toThrow('misses id')
})

it('takes the server’s own words, and the status where a proxy answered', () => {
  const told = readProblem(409, { problem: { code: 'lease.lost' }, more: [{ code: 'hours' }] })
  expect([told.problem.code, told.more.length, told.status]).toEqual(['lease.lost', 1, 409])
  expect(readProblem(502, '<html>Bad gateway').problem.code).toBe('network')
  expect(readProblem(500, null).problem.code).toBe('server')
  expect(problemOf(new Error('a bug'))).toEqual({ code: 'server' })
})
