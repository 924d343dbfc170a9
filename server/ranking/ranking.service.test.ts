import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase } from '../../test/harness/database.ts'
import { closeEpisodes, verifyEpisodes } from '../people/close-episodes.store.ts'
import { addEpisodes, moveEpisode, openEpisodes, setArms } from '../people/episodes.store.ts'
import { readHistories } from '../people/histories.store.ts'
import { createProgramme, type Programme } from '../programme/programme.service.ts'
import { createRanking } from './ranking.service.ts'

const DAY_MS = 86_400_000
const THROUGH = new Date('2026-11-20T00:00:00Z')
const NOW = new Date('2026-11-20T09:00:00Z')
const daysAgo = (days: number) => new Date(THROUGH.getTime() - days * DAY_MS)

let database: Awaited<ReturnType<typeof createTestDatabase>>
let programme: Programme
const emitted: unknown[] = []

const start = (pageSize = 500) =>
  createRanking({
    database,
    programme,
    people: { histories: readHistories, openEpisodes, addEpisodes, closeEpisodes, verifyEpisodes, setArms },
    events: { emit: (name, fact) => void emitted.push([name, fact]) },
    log: { info: () => {} },
    pageSize,
  })

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

async function addPeople(people: readonly Person[]): Promise<Map<string, string>> {
  const { db } = database
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

/** `count` customers who buy about every `gap` days, no two alike. */
function crowd(prefix: string, count: number, gap: number, lastDaysAgo: number): Person[] {
  return Array.from({ length: count }, (_, i) => {
    const own = gap + (i % 7) - 3
    const bought = Array.from({ length: 3 + (i % 9) }, (_, k) => lastDaysAgo + (i % 5) + k * own)
    return { name: `${prefix}${i}`, bought, amountMinor: BigInt(4_000 + 150 * (i % 31)) }
  })
}
const TOWN = [...crowd('active', 60, 25, 2), ...crowd('silent', 120, 25, 200)]

const seen = async () => {
  const rows = await database.db.episode.findMany({ orderBy: { customerId: 'asc' } })
  const scores = new Map((await database.db.score.findMany()).map((row) => [row.episodeId, row]))
  return rows.map((episode) => ({ episode, score: scores.get(episode.id) ?? null }))
}
const episodesOf = (customerId: string | undefined) =>
  database.db.episode.findMany({ where: { customerId: customerId ?? '' }, orderBy: { openedAt: 'asc' } })
const scoresOf = (customerId: string | undefined) =>
  database.db.score.findMany({ where: { customerId: customerId ?? '' } })
const buy = (customerId: string | undefined, days: number) =>
  database.db.purchase.create({
    data: { customerId: customerId ?? '', key: `later ${days}`, at: daysAgo(days), amountMinor: 6_000n },
  })

beforeAll(async () => {
  database = await createTestDatabase()
  programme = createProgramme({ database })
  await programme.loadDefaults()
})
afterAll(() => database.drop())
beforeEach(async () => {
  await database.db
    .$executeRaw`TRUNCATE customer, phone, customer_phone, purchase, complaint, stop, episode, score, ranking_model CASCADE`
  await programme.setInstallation({
    completeThrough: THROUGH,
    holdoutPercent: 20,
    holdoutKey: 'k',
    zone: 'Asia/Tashkent',
    agentHourMinor: 1_200n,
  })
  emitted.length = 0
})

describe('re-scoring', () => {
  it('opens an episode for those who are silent by their own rhythm and for those who cancelled', async () => {
    const ids = await addPeople([...TOWN, { name: 'left', bought: [12, 40, 70, 99], cancelled: 10 }])
    const done = await start().rescoreAll(NOW)
    expect(done).toMatchObject({ customers: 181, skipped: null, closed: 0 })
    for (const [name, id] of ids) {
      const [episode, ...others] = await episodesOf(id)
      expect(others).toEqual([])
      if (name.startsWith('active')) expect(episode, name).toBeUndefined()
      else expect(episode?.kind, name).toBe(name === 'left' ? 'cancelled' : 'dormant')
    }
    const [left] = await episodesOf(ids.get('left'))
    expect(left?.lapsedAt).toEqual(daysAgo(10))
    const [silent] = await episodesOf(ids.get('silent0'))
    expect(silent?.lapsedAt.getTime()).toBeGreaterThanOrEqual(daysAgo(170).getTime())
    expect(silent?.lapsedAt.getTime()).toBeLessThanOrEqual(THROUGH.getTime())
    expect(emitted).toEqual([['ranking.scored', { scored: done.scored }]])
  })

  it('changes nothing but the time of scoring when run again', async () => {
    await addPeople(TOWN)
    const ranking = start()
    await ranking.rescoreAll(NOW)
    const before = await seen()
    const again = new Date(NOW.getTime() + 3_600_000)
    const done = await ranking.rescoreAll(again)
    expect(done).toMatchObject({ opened: 0, closed: 0, verified: 0, treat: 0, holdout: 0 })
    const renew = (rows: typeof before) =>
      rows.map(({ episode, score }) => ({
        episode,
        score: score && { ...score, scoredAt: again, body: { ...Object(score.body), scoredAt: again.toISOString() } },
      }))
    expect(await seen()).toEqual(renew(before))
    expect(await database.db.rankingModel.count()).toBe(1)
  })

  it('gives everybody the same numbers whatever the page size', async () => {
    await addPeople(TOWN)
    const numbers = async (pageSize: number) => {
      await database.db.$executeRaw`TRUNCATE episode, score CASCADE`
      await start(pageSize).rescoreAll(NOW)
      return (await seen()).map(({ episode: { id: _, ...episode }, score }) => {
        const { episodeId: __, ...rest } = score ?? { episodeId: '' }
        return { ...episode, rest }
      })
    }
    const inOne = await numbers(1_000)
    expect(inOne.length).toBe(120)
    expect(await numbers(7)).toEqual(inOne)
  })

  it('scores whom a call is worth, with terms that sum to the value, and gives nobody else an arm', async () => {
    await addPeople(TOWN)
    await programme.setInstallation({ agentHourMinor: 14_000n })
    const ranking = start()
    await ranking.rescoreAll(NOW)
    const rows = await seen()
    const worth = rows.filter(({ score }) => score).length
    expect(worth).toBeGreaterThan(10)
    expect(rows.length - worth).toBeGreaterThan(10)
    for (const { episode, score } of rows) {
      expect(episode).toMatchObject(score ? { state: 'assigned', armAt: NOW } : { state: 'lapsed', arm: null })
      if (!score) {
        expect(await ranking.why(database.db, episode.id)).toBeNull()
        continue
      }
      const why = await ranking.why(database.db, episode.id)
      expect(score.expectedMinor).toBeGreaterThan(0n)
      expect(why?.terms.reduce((sum, { minor }) => sum + BigInt(minor), 0n)).toBe(score.expectedMinor)
      expect(why?.expectedMinor).toBe(String(score.expectedMinor))
    }
  })

  it('closes an episode when its customer buys again, and opens another after the next silence', async () => {
    const ids = await addPeople(TOWN)
    const ranking = start()
    await ranking.rescoreAll(NOW)
    const id = ids.get('silent5')
    await buy(id, 3)
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ closed: 1, opened: 0 })
    expect((await episodesOf(id))[0]).toMatchObject({ closedAs: 'returned_unaided', closedAt: NOW })
    expect(await scoresOf(id)).toEqual([])

    const later = new Date(THROUGH.getTime() + 300 * DAY_MS)
    await programme.setInstallation({ completeThrough: later })
    await ranking.rescoreAll(later)
    const [first, second] = await episodesOf(id)
    expect(second).toMatchObject({ kind: 'dormant', closedAt: null, arm: first?.arm })
  })

  it('closes an episode that a late import shows to be none, and lapses the customer anew from what is known', async () => {
    const ids = await addPeople(TOWN)
    const ranking = start()
    await ranking.rescoreAll(NOW)
    const id = ids.get('silent5')
    const [episode] = await episodesOf(id)
    const hours = (THROUGH.getTime() - (episode?.lapsedAt.getTime() ?? 0)) / DAY_MS
    await buy(id, Math.ceil(hours) + 2)
    await ranking.rescoreAll(NOW)
    expect((await episodesOf(id))[0]?.closedAs).toBe('not_lapsed')
    await ranking.rescoreAll(NOW)
    await ranking.rescoreAll(NOW)
    const open = (await episodesOf(id)).filter(({ closedAt }) => closedAt === null)
    expect(open.length).toBe(1)
    expect(open[0]?.lapsedAt.getTime()).toBeGreaterThan(episode?.lapsedAt.getTime() ?? 0)
    expect((await episodesOf(id)).length).toBe(2)
  })

  it('does not reopen the lapse that a person has closed', async () => {
    const ids = await addPeople(TOWN)
    const ranking = start()
    await ranking.rescoreAll(NOW)
    const id = ids.get('silent5')
    const [episode] = await episodesOf(id)
    await moveEpisode(database.db, episode?.id ?? '', { closedAt: NOW, closedAs: 'active' })
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ opened: 0 })
    expect(await scoresOf(id)).toEqual([])
  })

  it('verifies a win by an order within its date and leaves an unproven one open', async () => {
    const ids = await addPeople(TOWN)
    const ranking = start()
    await ranking.rescoreAll(NOW)
    for (const name of ['silent5', 'silent6']) {
      const [episode] = await episodesOf(ids.get(name))
      await moveEpisode(database.db, episode?.id ?? '', { state: 'won', wonAt: daysAgo(8), verifyBy: daysAgo(-6) })
    }
    await buy(ids.get('silent5'), 3)
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ verified: 1, closed: 0 })
    expect((await episodesOf(ids.get('silent5')))[0]).toMatchObject({ state: 'verified', closedAt: null })
    expect((await episodesOf(ids.get('silent6')))[0]).toMatchObject({ state: 'won', closedAt: null })
    expect(await scoresOf(ids.get('silent5'))).toEqual([])
  })

  it('does not offer a call to somebody with an open complaint or a stop, until it is solved or lifted', async () => {
    const ids = await addPeople(TOWN)
    const [angry = '', stopped = ''] = [ids.get('silent5'), ids.get('silent6')]
    await database.db.complaint.create({
      data: { id: randomUUID(), customerId: angry, key: '1', openedAt: daysAgo(210), status: 'open', text: '' },
    })
    await database.db.stop.create({ data: { id: randomUUID(), kind: 'call', customerId: stopped, at: daysAgo(9) } })
    const ranking = start()
    await ranking.rescoreAll(NOW)
    for (const id of [angry, stopped]) {
      expect((await episodesOf(id))[0]).toMatchObject({ arm: null, closedAt: null })
      expect(await scoresOf(id)).toEqual([])
    }
    await database.db.complaint.updateMany({ data: { status: 'solved', closedAt: NOW } })
    await database.db.stop.updateMany({ data: { liftedAt: NOW } })
    await ranking.rescoreAll(NOW)
    for (const id of [angry, stopped]) expect((await scoresOf(id)).length).toBe(1)
    await database.db.complaint.updateMany({ data: { status: 'open', closedAt: null } })
    await ranking.rescoreAll(NOW)
    expect(await scoresOf(angry)).toEqual([])
    expect((await episodesOf(angry))[0]?.arm).not.toBeNull()
  })
})

describe('arms', () => {
  const arms = async () =>
    new Map((await database.db.episode.findMany()).map(({ customerId, arm }) => [customerId, arm]))

  it('hold out about the share that is asked for, and stay when it is raised', async () => {
    await addPeople(crowd('silent', 600, 25, 200))
    await start().rescoreAll(NOW)
    const before = await arms()
    const drawn = [...before.values()].filter((arm) => arm !== null)
    const share = drawn.filter((arm) => arm === 'holdout').length / drawn.length
    expect(share).toBeGreaterThan(0.14)
    expect(share).toBeLessThan(0.26)
    await programme.setInstallation({ holdoutPercent: 90, holdoutKey: 'another' })
    await start().rescoreAll(NOW)
    expect(await arms()).toEqual(before)
  })

  it('are one for a household, even for a member who lapses after the share was raised', async () => {
    const household = randomUUID()
    await addPeople([...TOWN, { name: 'mother', household, bought: [200, 230, 260, 290], amountMinor: 90_000n }])
    await programme.setInstallation({ holdoutPercent: 0 })
    await start().rescoreAll(NOW)
    await programme.setInstallation({ holdoutPercent: 100 })
    const ids = await addPeople([{ name: 'son', household, bought: [200, 230, 260, 290], amountMinor: 90_000n }])
    await start(1).rescoreAll(NOW)
    expect((await episodesOf(ids.get('son')))[0]?.arm).toBe('treat')
  })
})

describe('what is read of the scores', () => {
  it('takes a zone from what the customer told, the address, the number, the house, in this order', async () => {
    const bought = [200, 230, 260, 290]
    const amountMinor = 90_000n
    const ids = await addPeople([
      ...TOWN,
      { name: 'told', bought, amountMinor, toldZone: 'Europe/Berlin', zone: 'Asia/Tehran' },
      { name: 'address', bought, amountMinor, zone: 'Asia/Tehran', phoneZone: 'Asia/Dubai' },
      { name: 'number', bought, amountMinor, phoneZone: 'Asia/Dubai' },
      { name: 'house', bought, amountMinor },
    ])
    const ranking = start()
    await ranking.rescoreAll(NOW)
    const zones = await Promise.all(
      ['told', 'address', 'number', 'house'].map(async (name) => (await scoresOf(ids.get(name)))[0]?.zone),
    )
    expect(zones).toEqual(['Europe/Berlin', 'Asia/Tehran', 'Asia/Dubai', 'Asia/Tashkent'])
    expect(await ranking.zones(database.db)).toEqual(['Asia/Dubai', 'Asia/Tashkent', 'Asia/Tehran', 'Europe/Berlin'])
  })

  it('pages the best of a zone, each once, and lists no held out or won customer in the queue', async () => {
    await addPeople(TOWN)
    const ranking = start()
    await ranking.rescoreAll(NOW)
    const all = await ranking.bestOf(database.db, 'Asia/Tashkent', 1_000)
    const paged = []
    for (let after = undefined as (typeof all)[number] | undefined; ; ) {
      const page = await ranking.bestOf(database.db, 'Asia/Tashkent', 7, after)
      if (page.length === 0) break
      paged.push(...page)
      after = page.at(-1)
    }
    expect(paged).toEqual(all)
    const values = all.map(({ perMinuteMinor }) => perMinuteMinor)
    expect(values).toEqual([...values].sort((left, right) => right - left))

    const treated = await database.db.episode.count({ where: { arm: 'treat' } })
    const lines = await ranking.topQueue(database.db, 1_000)
    expect(lines.length).toBe(treated)
    expect(lines[0]?.topFacts.length).toBe(3)
    expect(lines[0]?.bestOffer).toBeTruthy()
    await database.db.episode.updateMany({ data: { state: 'won' } })
    expect(await ranking.topQueue(database.db, 10)).toEqual([])
  })

  it('says why nothing is scored when no purchase is known', async () => {
    await addPeople([{ name: 'nobody', bought: [] }])
    expect(await start().rescoreAll(NOW)).toMatchObject({ skipped: 'no-purchases', scored: 0, modelId: null })
    await programme.setInstallation({ completeThrough: null })
    expect(await start().fit(NOW)).toEqual({ fitted: false, why: 'no-complete-through' })
    expect(emitted).toEqual([])
  })

  it('keeps the last ten models', async () => {
    await addPeople(TOWN)
    const ranking = start()
    for (let day = 0; day < 12; day++) {
      const at = new Date(THROUGH.getTime() + day * DAY_MS)
      await programme.setInstallation({ completeThrough: at })
      await ranking.fit(at)
    }
    const models = await database.db.rankingModel.findMany({ orderBy: { fittedAt: 'asc' } })
    expect(models.length).toBe(10)
    expect(models.at(-1)?.completeThrough).toEqual(new Date(THROUGH.getTime() + 11 * DAY_MS))
  })
})
