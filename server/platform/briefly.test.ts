import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createBriefly } from './briefly.machine.ts'

const counted = (ms: number, failing = 0) => {
  let asked = 0
  const kept = createBriefly(async () => {
    asked++
    if (asked <= failing) throw new Error(`no answer ${asked}`)
    return asked
  }, ms)
  return { ...kept, asked: () => asked }
}

test('is read once for all who ask within its time, and again after it', async () => {
  const { read, asked } = counted(40)
  expect(await Promise.all([read(), read(), read()])).toEqual([1, 1, 1])
  expect(asked()).toBe(1)
  await wait(60)
  expect(await read()).toBe(2)
})

test('is read anew when it was changed here', async () => {
  const { read, forget } = counted(60_000)
  expect(await read()).toBe(1)
  forget()
  expect(await read()).toBe(2)
})

test('does not keep a reading that failed', async () => {
  const { read } = counted(60_000, 1)
  await expect(read()).rejects.toThrow('no answer 1')
  expect(await read()).toBe(2)
})
