import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { moveEpisode } from '../people/episodes.store.ts'
import { readModel } from './ranking.store.ts'
import { createTestBase, DAY_MS, daysAgo, NOW, type TestBase, THROUGH, TOWN } from './ranking.test-base.ts'

let base: TestBase
beforeAll(async () => {
  base = await createTestBase()
})
afterAll(() => base.drop())
beforeEach(() => base.renew())

describe('re-scoring', () => {
  it('opens an episode for those who are silent by their own rhythm and for those who cancelled', async () => {
    const ids = await base.addPeople([...TOWN, { name: 'left', bought: [12, 40, 70, 99], cancelled: 10 }])
    const done = await base.start().rescoreAll(NOW)
    expect(done).toMatchObject({ customers: 181, skipped: null, closed: 0 })
    for (const [name, id] of ids) {
      const [episode, ...others] = await base.episodesOf(id)
      expect(others).toEqual([])
      if (name.startsWith('active')) expect(episode, name).toBeUndefined()
      else expect(episode?.kind, name).toBe(name === 'left' ? 'cancelled' : 'dormant')
    }
    const [left] = await base.episodesOf(ids.get('left'))
    expect(left?.lapsedAt).toEqual(daysAgo(10))
    const [silent] = await base.episodesOf(ids.get('silent0'))
    expect(silent?.lapsedAt.getTime()).toBeGreaterThanOrEqual(daysAgo(170).getTime())
    expect(silent?.lapsedAt.getTime()).toBeLessThanOrEqual(THROUGH.getTime())
    expect(base.emitted).toEqual([['ranking.scored', { scored: done.scored }]])
  })

  it('changes nothing but the time of scoring when run again', async () => {
    await base.addPeople(TOWN)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const before = await base.seen()
    const again = new Date(NOW.getTime() + 3_600_000)
    const done = await ranking.rescoreAll(again)
    expect(done).toMatchObject({ opened: 0, closed: 0, verified: 0, treat: 0, holdout: 0 })
    const renew = (rows: typeof before) =>
      rows.map(({ episode, score }) => ({
        episode,
        score: score && { ...score, scoredAt: again, body: { ...Object(score.body), scoredAt: again.toISOString() } },
      }))
    expect(await base.seen()).toEqual(renew(before))
    expect(await base.db.rankingModel.count()).toBe(1)
  })

  it('gives everybody the same numbers whatever the page size', async () => {
    await base.addPeople(TOWN)
    const numbers = async (pageSize: number) => {
      await base.db.$executeRaw`TRUNCATE episode, score CASCADE`
      await base.start(pageSize).rescoreAll(NOW)
      return (await base.seen()).map(({ episode: { id: _, ...episode }, score }) => {
        const { episodeId: __, ...rest } = score ?? { episodeId: '' }
        return { ...episode, rest }
      })
    }
    const inOne = await numbers(1_000)
    expect(inOne.length).toBe(120)
    expect(await numbers(7)).toEqual(inOne)
  })

  it('scores whom a call is worth, with terms that sum to the value, and gives nobody else an arm', async () => {
    await base.addPeople(TOWN)
    await base.programme.setInstallation({ agentHourMinor: 45_000n })
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const rows = await base.seen()
    const worth = rows.filter(({ score }) => score).length
    expect(worth).toBeGreaterThan(10)
    expect(rows.length - worth).toBeGreaterThan(10)
    for (const { episode, score } of rows) {
      expect(episode).toMatchObject(score ? { state: 'assigned', armAt: NOW } : { state: 'lapsed', arm: null })
      if (!score) {
        expect(await ranking.why(base.db, episode.id)).toBeNull()
        continue
      }
      const why = await ranking.why(base.db, episode.id)
      expect(score.expectedMinor).toBeGreaterThan(0n)
      expect(why?.terms.reduce((sum, { minor }) => sum + BigInt(minor), 0n)).toBe(score.expectedMinor)
      expect(why?.expectedMinor).toBe(String(score.expectedMinor))
    }
  })

  it('closes an episode when its customer buys again, and opens another after the next silence', async () => {
    const ids = await base.addPeople(TOWN)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const id = ids.get('silent5')
    await base.buy(id, 3)
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ closed: 1, opened: 0 })
    expect((await base.episodesOf(id))[0]).toMatchObject({ closedAs: 'returned_unaided', closedAt: NOW })
    expect(await base.scoresOf(id)).toEqual([])

    const later = new Date(THROUGH.getTime() + 300 * DAY_MS)
    await base.programme.setInstallation({ completeThrough: later })
    await ranking.rescoreAll(later)
    const [first, second] = await base.episodesOf(id)
    expect(second).toMatchObject({ kind: 'dormant', closedAt: null, arm: first?.arm })
  })

  it('closes an episode that a late import shows to be none, and lapses the customer anew from what is known', async () => {
    const ids = await base.addPeople(TOWN)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const id = ids.get('silent5')
    const [episode] = await base.episodesOf(id)
    const hours = (THROUGH.getTime() - (episode?.lapsedAt.getTime() ?? 0)) / DAY_MS
    await base.buy(id, Math.ceil(hours) + 2)
    await ranking.rescoreAll(NOW)
    expect((await base.episodesOf(id))[0]?.closedAs).toBe('not_lapsed')
    await ranking.rescoreAll(NOW)
    await ranking.rescoreAll(NOW)
    const open = (await base.episodesOf(id)).filter(({ closedAt }) => closedAt === null)
    expect(open.length).toBe(1)
    expect(open[0]?.lapsedAt.getTime()).toBeGreaterThan(episode?.lapsedAt.getTime() ?? 0)
    expect((await base.episodesOf(id)).length).toBe(2)
  })

  it('does not reopen the lapse that a person has closed', async () => {
    const ids = await base.addPeople(TOWN)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const id = ids.get('silent5')
    const [episode] = await base.episodesOf(id)
    await moveEpisode(base.db, episode?.id ?? '', { closedAt: NOW, closedAs: 'active' })
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ opened: 0 })
    expect(await base.scoresOf(id)).toEqual([])
  })

  it('verifies a win by an order within its date and leaves an unproven one open', async () => {
    const ids = await base.addPeople(TOWN)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    for (const name of ['silent5', 'silent6']) {
      const [episode] = await base.episodesOf(ids.get(name))
      await moveEpisode(base.db, episode?.id ?? '', { state: 'won', wonAt: daysAgo(8), verifyBy: daysAgo(-6) })
    }
    await base.buy(ids.get('silent5'), 3)
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ verified: 1, closed: 0 })
    expect((await base.episodesOf(ids.get('silent5')))[0]).toMatchObject({ state: 'verified', closedAt: null })
    expect((await base.episodesOf(ids.get('silent6')))[0]).toMatchObject({ state: 'won', closedAt: null })
    expect(await base.scoresOf(ids.get('silent5'))).toEqual([])
  })

  it('follows a second life: verified, kept for 90 days and a year, lost again, and then lapsed anew', async () => {
    const ids = await base.addPeople(TOWN)
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    const won = async (name: string, days: number, orders: readonly number[]) => {
      const id = ids.get(name)
      const [episode] = await base.episodesOf(id)
      await moveEpisode(base.db, episode?.id ?? '', {
        state: 'won',
        wonAt: daysAgo(days),
        verifyBy: daysAgo(days - 14),
      })
      for (const order of orders) await base.buy(id, order)
      return id
    }
    const every25 = (days: number) => [
      ...Array.from({ length: Math.floor(days / 25) }, (_, i) => 10 + 25 * i),
      days - 1,
    ]
    const [month, season, year, silent, gone, backed, back] = [
      await won('silent5', 40, every25(40)),
      await won('silent6', 120, every25(120)),
      await won('silent7', 380, every25(380)),
      await won('silent8', 160, [159, 150]), // silent for 150 days, with gaps of 25
      await won('silent9', 60, [58, 30]),
      await won('silent10', 60, [58]),
      await won('silent11', 20, [18]),
    ]
    const last = async (id: string | undefined) =>
      (await base.episodesOf(id)).map(({ state, closedAs }) => [state, closedAs])
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ verified: 7, kept: 0, closed: 0, opened: 0 })
    await base.db.customer.update({ where: { id: gone ?? '' }, data: { cancelledAt: daysAgo(3) } })
    // Cancelled an hour after what is known, and bought two hours later.
    await base.db.customer.update({ where: { id: back ?? '' }, data: { cancelledAt: daysAgo(-1 / 24) } })
    await base.buy(back, -3 / 24)
    await base.db.purchase.deleteMany({ where: { customerId: backed ?? '', key: 'later 58' } })
    expect(await ranking.rescoreAll(NOW)).toMatchObject({ verified: 0, kept: 2, closed: 2, opened: 0 })
    expect(await last(month)).toEqual([['verified', null]])
    expect(await last(back)).toEqual([['verified', null]])
    expect(await last(season)).toEqual([['kept90', null]])
    expect(await last(year)).toEqual([['kept365', null]])
    for (const id of [silent, gone]) expect(await last(id)).toEqual([['verified', 'lost_again']])
    expect(await last(backed)).toEqual([['verified', null]]) // it is for a person to say what that was
    expect(await ranking.rescoreAll(new Date(NOW.getTime() + 3_600_000))).toMatchObject({
      verified: 0,
      kept: 0,
      closed: 0,
      opened: 2,
    })
    for (const id of [silent, gone]) {
      const [first, second] = await base.episodesOf(id)
      expect(second).toMatchObject({ closedAt: null, arm: first?.arm, wonAt: null })
    }
    for (const id of [month, season, year]) expect(await base.scoresOf(id)).toEqual([])
    const secondLives = (await readModel(base.db))?.model.secondLives
    expect(secondLives).toMatchObject({ seen: 7, lost: 2 })
    expect(secondLives?.lossFactor).toBeGreaterThan(1)
  })

  it('gives nobody with a stop a score, until it is lifted; an open complaint it leaves to the gate', async () => {
    const ids = await base.addPeople(TOWN)
    const [angry = '', stopped = ''] = [ids.get('silent5'), ids.get('silent6')]
    await base.db.complaint.create({
      data: { id: randomUUID(), customerId: angry, key: '1', openedAt: daysAgo(210), status: 'open', text: '' },
    })
    await base.db.stop.create({ data: { id: randomUUID(), kind: 'call', customerId: stopped, at: daysAgo(9) } })
    const ranking = base.start()
    await ranking.rescoreAll(NOW)
    expect((await base.episodesOf(stopped))[0]).toMatchObject({ arm: null, closedAt: null })
    expect(await base.scoresOf(stopped)).toEqual([])
    expect((await base.scoresOf(angry)).length).toBe(1)
    await base.db.stop.updateMany({ data: { liftedAt: NOW, liftedById: randomUUID() } })
    await ranking.rescoreAll(NOW)
    for (const id of [angry, stopped]) expect((await base.scoresOf(id)).length).toBe(1)
  })
})
