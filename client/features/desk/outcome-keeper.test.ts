import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DispositionInput } from '#contract/outcomes'
import { blankDraft } from './draft/draft.ts'
import { createOutcomeKeeper, outcomeKey, type SendAnswer } from './outcome-keeper.ts'

const workItemId = '0190a0a0-0000-4000-8000-000000000001'
const { revision: _, outcome: __, ...said } = blankDraft
const input = DispositionInput.parse({
  ...said,
  id: '0190a0a0-0000-4000-8000-000000000002',
  workItemId,
  fence: '3',
  callId: null,
  outcome: 'L.NOW',
  next: 'ready',
})
const store = new Map<string, string>()
const storage = {
  getItem: (key: string) => store.get(key) ?? null,
  setItem: (key: string, value: string) => void store.set(key, value),
  removeItem: (key: string) => void store.delete(key),
}
const start = (...answers: SendAnswer[]) => {
  const send = vi.fn(async (_: DispositionInput): Promise<SendAnswer> => answers.shift() ?? 'saved')
  return { send, keeper: createOutcomeKeeper({ workItemId, storage, send }) }
}
beforeEach(() => {
  store.clear()
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

it('is sent again under the same id until the server has answered', async () => {
  const { keeper, send } = start('unreachable', 'unreachable', 'saved')
  keeper.save(input)
  await vi.advanceTimersByTimeAsync(100)
  expect(keeper.read()).toEqual({ state: 'sending', isRetrying: true })
  expect(store.has(outcomeKey(workItemId))).toBe(true)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(keeper.read().state).toBe('saved')
  expect(send.mock.calls.map(([sent]) => sent.id)).toEqual([input.id, input.id, input.id])
  expect(store.has(outcomeKey(workItemId))).toBe(false)
})

it('survives a reload', async () => {
  const before = start('unreachable')
  before.keeper.save(input)
  await vi.advanceTimersByTimeAsync(100)
  before.keeper.pause()
  const after = start('saved')
  after.keeper.resume()
  await vi.advanceTimersByTimeAsync(100)
  expect(after.send).toHaveBeenCalledWith(input)
  expect(after.keeper.read().state).toBe('saved')
})

it('is sent once however often the key is pressed', async () => {
  const { keeper, send } = start('saved')
  keeper.save(input)
  keeper.save(input)
  await vi.advanceTimersByTimeAsync(100)
  keeper.save(input)
  expect(send).toHaveBeenCalledTimes(1)
})

it('gives a refusal back to the agent, who may change it and save again', async () => {
  const { keeper } = start({ refused: [{ code: 'outcome.callback-required' }] }, 'saved')
  keeper.save(input)
  await vi.advanceTimersByTimeAsync(100)
  expect(keeper.read()).toMatchObject({ state: 'refused' })
  keeper.save(input)
  await vi.advanceTimersByTimeAsync(100)
  expect(keeper.read().state).toBe('saved')
})
