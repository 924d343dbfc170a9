import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModelFigures } from '#contract/ranking'
import { createTestDatabase } from '../../test/harness/database.ts'
import { adoptModel, insertCandidate, readInUse, readModels, rollBackModel } from './models.store.ts'

const PART = { by: 'prior', cases: 0, successes: 0, logLoss: null, inUseLogLoss: null, gain: null } as const
const part = { ...PART, withinBlockAuc: null, inUseWithinBlockAuc: null }
const FIGURES: ModelFigures = {
  attempts: 0,
  reached: 0,
  wins: 0,
  blocks: 0,
  verdict: 'too-little',
  reach: part,
  win: part,
}
const START = Date.parse('2026-11-22T08:00:00Z')
let database: Awaited<ReturnType<typeof createTestDatabase>>
let time = START

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const tick = (): Date => new Date(time++)
const insert = (name: string): Promise<string> =>
  database.tx((tx) => insertCandidate(tx, { params: { name }, figures: FIGURES, learnedTo: tick(), madeAt: tick() }))
const adopt = (id: string) => database.tx((tx) => adoptModel(tx, id, null, tick()))
const rollBack = (id: string) => database.tx((tx) => rollBackModel(tx, id, tick()))
const inUse = async (): Promise<string | null> => (await readInUse(database.db))?.id ?? null
const clear = () => database.db.learnedModel.deleteMany()

type Step = { do: 'insert' } | { do: 'adopt'; which: number } | { do: 'rollBack' }
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>({ do: 'insert' }),
  fc.record({ do: fc.constant('adopt' as const), which: fc.nat(20) }),
  fc.constant<Step>({ do: 'rollBack' }),
)

describe('learned models', () => {
  it('are one in use and one a candidate at most, are never lost, and are rolled back the way they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        await clear()
        const made: string[] = []
        let candidate: string | null = null
        /** The way back, the one in use last. */
        let used: string[] = []
        for (const one of steps) {
          if (one.do === 'insert') {
            candidate = await insert(`${made.length}`)
            made.push(candidate)
          } else if (one.do === 'adopt') {
            const id = made[one.which % Math.max(1, made.length)]
            if (!id) continue
            const isInUse = used.at(-1) === id
            expect(await adopt(id)).toBe(isInUse ? 'in-use' : 'adopted')
            used = [...used.filter((other) => other !== id), id]
            if (candidate === id) candidate = null
          } else {
            const top = used.at(-1)
            if (!top) continue
            used.pop()
            expect(await rollBack(top)).toEqual({ backTo: used.at(-1) ?? null })
            expect(await rollBack(top)).toBe(false)
          }
          const models = await readModels(database.db)
          const idOf = (state: string) => models.filter((model) => model.state === state).map(({ id }) => id)
          expect(idOf('in_use')).toEqual(used.slice(-1))
          expect(idOf('candidate')).toEqual(candidate ? [candidate] : [])
          expect(models).toHaveLength(made.length)
          expect(await inUse()).toBe(used.at(-1) ?? null)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('come back by rolling back right after an adoption', async () => {
    await clear()
    const first = await insert('first')
    await adopt(first)
    const second = await insert('second')
    expect(await adopt(second)).toBe('adopted')
    await rollBack(second)
    expect(await readInUse(database.db)).toMatchObject({ id: first, params: { name: 'first' } })
    await rollBack(first)
    expect(await inUse()).toBeNull()
  })

  it('are adopted by one of two who press at once, and by none when there is no such model', async () => {
    await clear()
    const id = await insert('wanted')
    expect((await Promise.all([adopt(id), adopt(id)])).sort()).toEqual(['adopted', 'in-use'])
    const newer = await insert('newer')
    await Promise.all([adopt(newer), adopt(id), insert('newest')])
    expect((await readModels(database.db)).filter(({ state }) => state === 'in_use')).toHaveLength(1)
    expect(await adopt('00000000-0000-4000-8000-0000000000ff')).toBe('unknown')
  })

  it('are told with who put them into use, and a candidate that was overtaken was never used', async () => {
    await clear()
    const userId = '00000000-0000-4000-8000-0000000000aa'
    await database.db.user.create({
      data: {
        id: userId,
        email: 's@example.test',
        name: 'Sara',
        passwordHash: '-',
        role: 'supervisor',
        locale: 'en',
        languages: [],
        active: true,
        createdAt: new Date(START),
      },
    })
    const overtaken = await insert('overtaken')
    const id = await insert('adopted')
    await database.tx((tx) => adoptModel(tx, id, userId, tick()))
    expect(await readModels(database.db)).toMatchObject([
      { id, state: 'in_use', usedBy: 'Sara', replaced: null, figures: FIGURES },
      { id: overtaken, state: 'retired', usedBy: null, usedAt: null },
    ])
  })
})
