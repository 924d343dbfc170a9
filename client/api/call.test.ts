import { beforeEach, expect, it, vi } from 'vitest'
import { call } from './call.ts'
import { ApiProblem } from './problem.ts'
import { keepCsrf, onSessionEnded } from './session-end.ts'

const fetchMock = vi.fn<typeof fetch>()
const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })

beforeEach(() => {
  fetchMock.mockReset()
  vi.stubGlobal('fetch', fetchMock)
})

it('sends a write once, with the token of the session', async () => {
  keepCsrf('abc')
  fetchMock.mockRejectedValue(new TypeError('Failed to fetch'))
  const skip = call('presence.set', { body: { state: 'break' } })
  await expect(skip).rejects.toMatchObject({ problem: { code: 'network' }, status: 0 })
  expect(fetchMock).toHaveBeenCalledTimes(1)
  const [address, init] = fetchMock.mock.calls[0] ?? []
  expect(address).toBe('/api/presence')
  expect(init).toMatchObject({ method: 'PUT', headers: { 'x-csrf': 'abc' }, body: '{"state":"break"}' })
})

it('asks again for a read that met no network', async () => {
  fetchMock.mockRejectedValueOnce(new TypeError('Failed to fetch')).mockResolvedValueOnce(answer(200, []))
  expect(await call('staff.list')).toEqual([])
  expect(fetchMock).toHaveBeenCalledTimes(2)
})

it('does not ask again for what the server refused', async () => {
  fetchMock.mockImplementation(async () => answer(403, { problem: { code: 'forbidden' } }))
  await expect(call('staff.list')).rejects.toBeInstanceOf(ApiProblem)
  expect(fetchMock).toHaveBeenCalledTimes(1)
})

it('tells the end of a session, but not a wrong password', async () => {
  const ended = vi.fn()
  const stop = onSessionEnded(ended)
  fetchMock.mockImplementation(async () => answer(401, { problem: { code: 'auth.invalid' } }))
  await call('session.signIn', { body: { email: 'a@b.c', password: 'x' } }).catch(() => {})
  expect(ended).not.toHaveBeenCalled()
  fetchMock.mockImplementation(async () => answer(401, { problem: { code: 'auth.expired' } }))
  await call('staff.list').catch(() => {})
  expect(ended).toHaveBeenCalledWith({ code: 'auth.expired' })
  stop()
})

it('does not take an answer of another shape than the contract’s', async () => {
  fetchMock.mockResolvedValue(answer(200, [{ id: 1 }]))
  await expect(call('staff.list')).rejects.toMatchObject({ problem: { code: 'outdated' } })
})
