import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomerId, UserId } from '#contract/ids'
import { repointers } from '../server/app.repointers.ts'
import { createIdentity } from '../server/people/identity/identity.service.ts'
import type { Repointer } from '../server/people/identity/repoint.ts'
import { createSteppedClock } from './harness/clock.ts'
import { createTestDatabase } from './harness/database.ts'
import { sized } from './harness/sized.ts'
import { historyOf, namesOf, readAll, type TableName } from './merge/snapshot.ts'
import { type Spec, seedTwo, twoPeople } from './merge/two-people.ts'

const BY = randomUUID() as UserId
const clock = createSteppedClock('2026-11-22T08:00:00Z')
let database: Awaited<ReturnType<typeof createTestDatabase>>
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const identityWith = (list: readonly Repointer[]) =>
  createIdentity({ database, clock, repointers: list, audit: async () => {}, afterChange: async () => {} })

/** These are sets of what holds for a person: where both had the same, one stands for both. */
const SETS: ReadonlySet<TableName> = new Set(['customer_phone', 'merge_proposal', 'data_fault', 'call_block', 'stop'])

/** Merges either way and undoes it, and says what is wrong, or nothing. */
async function tryBothWays(spec: Spec, list: readonly Repointer[]): Promise<string[]> {
  const { db } = database
  const identity = identityWith(list)
  const people = (await seedTwo(db, spec)) as { a: CustomerId; b: CustomerId }
  const faults: string[] = []
  const held: unknown[] = []
  for (const [from, into] of [
    [people.a, people.b],
    [people.b, people.a],
  ] as const) {
    const before = await readAll(db, people)
    const id = await identity.merge(from, into, BY)
    const merged = await readAll(db, people)
    for (const table of Object.keys(before) as TableName[]) {
      const missing = SETS.has(table)
        ? []
        : namesOf(before, table).filter((name) => !namesOf(merged, table).includes(name))
      if (missing.length > 0) faults.push(`${table} lost ${missing.length}`)
    }
    held.push(await historyOf(db, into))
    await identity.undo(id, BY)
    const after = await readAll(db, people)
    for (const table of Object.keys(before) as TableName[]) {
      if (table === 'stop') {
        const kept = before.stop.every((row) => after.stop.includes(row))
        if (!kept) faults.push('stop lost')
      } else if (JSON.stringify(before[table]) !== JSON.stringify(after[table])) faults.push(`${table} not as before`)
    }
    const wanted = [...new Set([...spec.a.stops, ...spec.b.stops])].sort()
    for (const one of [from, into])
      if ((await historyOf(db, one)).stops.join() !== wanted.join()) faults.push('a stop does not hold for both')
  }
  if (JSON.stringify(held[0]) !== JSON.stringify(held[1])) faults.push(`other history: ${JSON.stringify(held)}`)
  return faults
}

const check = (list: readonly Repointer[], runs: number, endOnFailure = false) =>
  fc.check(
    fc.asyncProperty(twoPeople, async (spec) => {
      expect(await tryBothWays(spec, list)).toEqual([])
    }),
    { numRuns: runs, seed: 20261128, endOnFailure },
  )
const without = (name: string, broken: Partial<Repointer>): Repointer[] =>
  repointers.map((one) => (one.name === name ? { ...one, ...broken } : one))

describe('a merge', () => {
  it('undone, leaves everybody with exactly what they had; loses no row; and comes to the same either way round', {
    timeout: 120_000,
  }, async () => {
    const result = await check(repointers, sized(12, 500))
    expect(result.failed, fc.defaultReportMessage(result) ?? '').toBe(false)
  })

  it('that forgets to open a lapse again, to carry a stop or to bring back a number is found out', {
    timeout: 120_000,
  }, async () => {
    const nothing = async () => {}
    for (const list of [
      without('episodes', { putBack: (tx, merging, moved) => putBackUnopened(tx, merging, moved) }),
      without('compliance', { move: async () => ({ attempts: [], blocks: [], given: [] }) }),
      without('phones', { putBack: nothing }),
    ])
      expect((await check(list, 50, true)).failed).toBe(true)
  })
})

const putBackUnopened: Repointer['putBack'] = async (tx, merging, moved) =>
  repointers.find(({ name }) => name === 'episodes')?.putBack(tx, merging, { ...(moved as object), closed: null })
