import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { blankDraft } from './draft.ts'
import { createDraftKeeper, draftKey } from './draft-keeper.ts'

const workItemId = 'w1'
const store = new Map<string, string>()
const storage = {
  getItem: (key: string) => store.get(key) ?? null,
  setItem: (key: string, value: string) => void store.set(key, value),
  removeItem: (key: string) => void store.delete(key),
}
beforeEach(() => {
  store.clear()
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const start = (save = vi.fn(async () => '2026-11-22T09:00:00Z'), onServer = null) => ({
  save,
  keeper: createDraftKeeper({ workItemId, onServer, storage, save }),
})
const type = (keeper: ReturnType<typeof start>['keeper'], text: string) =>
  keeper.edit({ edit: 'text', field: 'note', text })

it('keeps a letter on this device at once and on the server within a second', async () => {
  const { keeper, save } = start()
  type(keeper, 'a')
  expect(store.get(draftKey(workItemId))).toContain('"note":"a"')
  expect(save).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(999)
  expect(save).toHaveBeenCalledWith(expect.objectContaining({ note: 'a', revision: 1 }))
  expect(keeper.read().state).toBe('saved')
})

it('saves while somebody types without a pause', async () => {
  const { keeper, save } = start()
  for (let n = 0; n < 12; n += 1) {
    type(keeper, 'x'.repeat(n))
    await vi.advanceTimersByTimeAsync(200)
  }
  expect(save.mock.calls.length).toBeGreaterThanOrEqual(2)
})

it('tries again until the server has it, without losing what is typed meanwhile', async () => {
  const save = vi.fn<(draft: object) => Promise<string>>().mockRejectedValueOnce(new Error('network'))
  save.mockResolvedValue('2026-11-22T09:00:00Z')
  const { keeper } = start(save as never)
  type(keeper, 'one')
  await vi.advanceTimersByTimeAsync(600)
  expect(keeper.read().state).toBe('failed')
  type(keeper, 'one two')
  await vi.advanceTimersByTimeAsync(3_000)
  expect(save).toHaveBeenLastCalledWith(expect.objectContaining({ note: 'one two' }))
  expect(keeper.read().state).toBe('saved')
})

it('restores a crashed draft and brings the server up to it', async () => {
  store.set(draftKey(workItemId), JSON.stringify({ ...blankDraft, note: 'before the crash', revision: 7 }))
  const { keeper, save } = start()
  expect(keeper.read().draft.note).toBe('before the crash')
  await vi.advanceTimersByTimeAsync(10)
  expect(save).toHaveBeenCalledWith(expect.objectContaining({ revision: 7 }))
})

it('takes what a second tab has written, and never an older draft', () => {
  const { keeper } = start()
  type(keeper, 'mine')
  keeper.hear({ ...blankDraft, note: 'old', revision: 1 })
  expect(keeper.read().draft.note).toBe('mine')
  keeper.hear({ ...blankDraft, note: 'theirs', revision: 4 })
  expect(keeper.read().draft.note).toBe('theirs')
})

it('leaves what it could not save on the device when the customer is gone from this desk', async () => {
  const { keeper } = start(vi.fn(async () => 'gone'))
  type(keeper, 'kept')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(store.get(draftKey(workItemId))).toContain('kept')
})
