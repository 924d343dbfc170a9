import { expect, it } from 'vitest'
import { createCoalescer } from './coalescer.ts'

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms))

it('serves those who wait together with one run and answers each with her own', async () => {
  const runs: number[][] = []
  const ask = createCoalescer<number, number>(async (inputs) => {
    runs.push(inputs)
    await wait(5)
    return inputs.map((input) => input * 10)
  }, 3)
  const answers = [1, 2, 3, 4, 5].map(ask)
  await wait(1)
  answers.push(ask(6))
  expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50, 60])
  expect(runs).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ])
})

it('fails only those of the run that failed', async () => {
  const ask = createCoalescer<number, number>(async (inputs) => {
    await wait(1)
    if (inputs.includes(1)) throw new Error('one')
    return inputs
  }, 1)
  const [one, two] = await Promise.allSettled([ask(1), ask(2)])
  expect(one.status).toBe('rejected')
  expect(two).toEqual({ status: 'fulfilled', value: 2 })
})
