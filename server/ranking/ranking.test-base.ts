// Only for tests.
import { randomUUID } from 'node:crypto'
import { createTestDatabase } from '../../test/harness/database.ts'
import { createProgramme } from '../programme/programme.service.ts'
import { createRanking } from './ranking.service.ts'

export const DAY_MS = 86_400_000
export const THROUGH = new Date('2026-11-20T00:00:00Z')
export const NOW = new Date('2026-11-20T09:00:00Z')
export const daysAgo = (days: number) => new Date(THROUGH.getTime() - days * DAY_MS)

type Person = {
  name: string
  household?: string
  /** Days ago of purchases. */
  bought: number[]
  cancelled?: number
  zone?: string
  toldZone?: string
  phoneZone?: string
  amountMinor?: bigint
}

/** `count` customers who buy about every `gap` days, no two alike. */
export function crowd(prefix: string, count: number, gap: number, lastDaysAgo: number): Person[] {
  return Array.from({ length: count }, (_, i) => {
    const own = gap + (i % 7) - 3
    const bought = Array.from({ length: 3 + (i % 9) }, (_, k) => lastDaysAgo + (i % 5) + k * own)
    return { name: `${prefix}${i}`, bought, amountMinor: BigInt(4_000 + 150 * (i % 31)) }
  })
}
export const TOWN = [...crowd('active', 60, 25, 2), ...crowd('silent', 120, 25, 200)]

export type TestBase = Awaited<ReturnType<typeof createTestBase>>

/** A customer base on a database of its own, empty after `renew`. */
export async function createTestBase() {
  const database = await createTestDatabase()
  const { db } = database
  const programme = createProgramme({ database })
  await programme.loadDefaults()
  const emitted: unknown[] = []

  const addPeople = async (people: readonly Person[]): Promise<Map<string, string>> => {
    const ids = new Map(people.map(({ name }) => [name, randomUUID()] as const))
    const idOf = (name: string) => ids.get(name) ?? ''
    await db.customer.createMany({
      data: people.map(({ name, household, cancelled, zone, toldZone }) => ({
        id: idOf(name),
        externalId: name,
        householdId: household ?? idOf(name),
        name,
        searchName: name,
        zone: zone ?? null,
        toldZone: toldZone ?? null,
        cancelledAt: cancelled === undefined ? null : daysAgo(cancelled),
        attributes: {},
        createdAt: NOW,
      })),
    })
    await db.purchase.createMany({
      data: people.flatMap(({ name, bought, amountMinor = 6_000n }) =>
        bought.map((days) => ({ customerId: idOf(name), key: `${days}`, at: daysAgo(days), amountMinor })),
      ),
    })
    const ringing = people.filter(({ phoneZone }) => phoneZone)
    const phones = ringing.map(({ name, phoneZone = '' }, index) => ({
      customerId: idOf(name),
      phone: { id: randomUUID(), e164: `+99890000${1000 + index}`, zones: [phoneZone] },
    }))
    await db.phone.createMany({ data: phones.map(({ phone }) => phone) })
    await db.customerPhone.createMany({
      data: phones.map(({ customerId, phone }) => ({ customerId, phoneId: phone.id, rank: 1 })),
    })
    return ids
  }

  const seen = async () => {
    const rows = await db.episode.findMany({ orderBy: { customerId: 'asc' } })
    const scores = new Map((await db.score.findMany()).map((row) => [row.episodeId, row]))
    return rows.map((episode) => ({ episode, score: scores.get(episode.id) ?? null }))
  }
  const episodesOf = (customerId: string | undefined) =>
    db.episode.findMany({ where: { customerId: customerId ?? '' }, orderBy: { openedAt: 'asc' } })
  const scoresOf = (customerId: string | undefined) => db.score.findMany({ where: { customerId: customerId ?? '' } })
  const buy = (customerId: string | undefined, days: number) =>
    db.purchase.create({
      data: { customerId: customerId ?? '', key: `later ${days}`, at: daysAgo(days), amountMinor: 6_000n },
    })

  return {
    database,
    db,
    url: database.url,
    programme,
    emitted,
    addPeople,
    seen,
    episodesOf,
    scoresOf,
    buy,
    drop: database.drop,
    /** As one process has it; of these tests most need no thread. */
    start: (pageSize = 500, threaded = false, failed: (fact: unknown) => void = () => {}) =>
      createRanking({
        database,
        programme,
        clock: { now: () => NOW },
        events: { emit: (name, fact) => void emitted.push([name, fact]) },
        log: { info: () => {}, error: failed },
        pageSize,
        threaded,
      }),
    renew: async (): Promise<void> => {
      await db.$executeRaw`TRUNCATE customer, phone, customer_phone, purchase, complaint, stop, episode, score, ranking_model, rescore_run, rescore_ask CASCADE`
      await programme.setInstallation({
        completeThrough: THROUGH,
        holdoutPercent: 20,
        holdoutKey: 'k',
        zone: 'Asia/Tashkent',
        agentHourMinor: 1_200n,
      })
      emitted.length = 0
    },
  }
}
