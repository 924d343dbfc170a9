import { expect, it } from 'vitest'
import { createWatch } from './watch.ts'

const at = (seconds: number) => new Date(seconds * 1_000)

it('counts from its first look, and anew after a pause', () => {
  const watch = createWatch()
  const since = [100, 130, 160, 200, 230].map((second) => watch(at(second), 30_000).getTime() / 1_000)
  expect(since).toEqual([100, 100, 100, 200, 200])
})
