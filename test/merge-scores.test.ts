import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CustomerId } from '#contract/ids'
import { UserId } from '#contract/ids'
import { clockFrom, type House, startHouse } from './harness/house.ts'

const NOW = new Date('2026-11-20T09:00:00Z')
const THROUGH = new Date('2026-11-20T00:00:00Z')
const LATER = new Date('2026-11-20T09:30:00Z')
const DAY_MS = 86_400_000
const PEOPLE = 120

let house: House
const ids = Array.from({ length: PEOPLE }, () => randomUUID() as CustomerId)
beforeAll(async () => {
  house = await startHouse({ clock: clockFrom(LATER.toISOString()), carried: false })
  const { db } = house.database
  await house.app.programme.setInstallation({ completeThrough: THROUGH, zone: 'Asia/Tashkent', holdoutPercent: 0 })
  await db.customer.createMany({
    data: ids.map((id, i) => ({
      ...{ id, externalId: `c${i}`, householdId: id, name: `C ${i}`, searchName: `c ${i}` },
      ...{ attributes: {}, createdAt: NOW },
    })),
  })
  await db.purchase.createMany({
    data: ids.flatMap((customerId, i) =>
      Array.from({ length: 4 + (i % 5) }, (_, k) => ({
        ...{ customerId, key: `${i} ${k}`, amountMinor: BigInt(5_000_000 + 1_000 * i) },
        at: new Date(THROUGH.getTime() - (200 + (i % 7) + k * (22 + (i % 9))) * DAY_MS),
      })),
    ),
  })
  await house.app.ranking.rescoreAll(NOW)
})
afterAll(() => house?.close())

const readScores = async () =>
  new Map(
    (await house.database.db.score.findMany()).map(({ customerId, scoredAt, episodeId, perMinuteMinor }) => [
      customerId,
      { scoredAt, episodeId, perMinuteMinor },
    ]),
  )
type Scores = Awaited<ReturnType<typeof readScores>>
const changed = (before: Scores, after: Scores) =>
  ids.filter((id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id))).sort()

describe('two who are one', () => {
  it('are scored anew together, and apart again when it is undone; nobody else is, and no run begins', async () => {
    const by = UserId.parse(randomUUID())
    const [from, into] = [ids[3], ids[40]]
    if (!from || !into) throw new Error('nobody to merge')
    const before = await readScores()
    expect([from, into].every((id) => before.has(id))).toBe(true)
    const runs = await house.database.db.rescoreRun.count()

    const merge = await house.app.identity.merge(from, into, by)
    const merged = await readScores()
    expect(changed(before, merged)).toEqual([from, into].sort())
    expect(merged.has(from)).toBe(false)
    expect(merged.get(into)?.perMinuteMinor).not.toBe(before.get(into)?.perMinuteMinor)

    await house.app.identity.undo(merge, by)
    const undone = await readScores()
    expect(changed(before, undone)).toEqual([from, into].sort())
    const value = (scores: Scores) => [from, into].map((id) => scores.get(id)?.perMinuteMinor)
    expect(value(undone)).toEqual(value(before))
    expect(await house.database.db.rescoreRun.count()).toBe(runs)
    expect(await house.database.db.rescoreAsk.count()).toBe(0)
  })
})
