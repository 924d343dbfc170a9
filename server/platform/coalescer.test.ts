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

it('tries each alone when a run of several fails and that is asked for', async () => {
  const runs: number[][] = []
  const work = async (inputs: number[]) => {
    runs.push(inputs)
    if (inputs.includes(2)) throw new Error('two')
    return inputs
  }
  const ask = createCoalescer(work, 3, { eachAlone: true })
  const answers = await Promise.allSettled([1, 2, 3].map(ask))
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(runs).toEqual([[1, 2, 3], [1], [2], [3]])
})
