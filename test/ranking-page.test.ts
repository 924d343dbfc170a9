import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModelFigures } from '#contract/ranking'
import { formatFixed, formatNumber } from '../client/i18n/format.ts'
import { insertCandidate, readInUse } from '../server/ranking/models.store.ts'
import { crowd } from '../server/ranking/ranking.test-base.ts'
import { openBrowser } from './harness/browser.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { plantAssigned, plantClaims } from './harness/judged.ts'
import { learnAttribute } from './harness/learned.ts'
import { takePicture } from './harness/pictures.ts'
import { findBarriers } from './main-path/audit.ts'
import { hire, openPerson, openScreen, type Person, signIn } from './main-path/person.ts'
import { startingWith } from './main-path/words.ts'

const START = '2026-11-23T08:00:00Z'
const THROUGH = new Date('2026-11-20T00:00:00Z')
const EMAIL = 'mina@example.test'
const daysBefore = (days: number): Date => new Date(THROUGH.getTime() - days * 86_400_000)

const part = {
  cases: 900,
  successes: 300,
  logLoss: 0.581,
  inUseLogLoss: 0.6203,
  gain: { value: 0.0393, low: 0.021, high: 0.0577 },
}
const FIGURES: ModelFigures = {
  attempts: 1_800,
  reached: 900,
  wins: 300,
  blocks: 9,
  verdict: 'better',
  reach: { ...part, by: 'curve', withinBlockAuc: 0.58, inUseWithinBlockAuc: 0.54 },
  win: { ...part, by: 'ridge', withinBlockAuc: 0.71, inUseWithinBlockAuc: 0.6 },
}

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.each(['en', 'fa'] as const)('a supervisor, in %s', (spoken) => {
  let house: House
  let lead: Person
  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(START), carried: false })
    await house.app.programme.setInstallation({
      completeThrough: THROUGH,
      holdoutPercent: 5,
      zone: 'Asia/Tehran',
      weekStart: 6,
    })
    await hire(house, { name: 'Mina', email: EMAIL, role: 'supervisor', spoken })
    await seedTown(house)
    await house.app.rank()
    const at = new Date(START)
    const params = learnAttribute('tariff', 'plain', 'rich', at)
    await house.database.tx((tx) => insertCandidate(tx, { params, figures: FIGURES, learnedTo: at, madeAt: at }))
    lead = await openPerson(browser, { url: house.url, spoken })
    await signIn(lead, EMAIL)
    await openScreen(lead, 'ranking')
  })
  afterAll(async () => {
    await lead?.close()
    await house?.close()
  })

  const openPart = (part: 'first' | 'model' | 'worth' | 'called') =>
    lead.page.getByRole('tab', { name: lead.words.ranking.tabs[part], exact: true }).click()
  /** Their tariffs, best first, as the page has them. */
  const readOrder = async (): Promise<string[]> => {
    await openPart('first')
    const names = await lead.page.locator('.ranking-name > bdi').allInnerTexts()
    return names.map((name) => name.replace(/\d+$/, ''))
  }
  const number = (value: number) => formatNumber(value, spoken)

  it('reads why a customer is first, in words and in terms that sum to her value', async () => {
    const { page, words } = lead
    const said = words.ranking.first
    await page.getByRole('row').nth(10).waitFor()
    expect(await readOrder()).toEqual(new Array(10).fill('rich'))
    const [first] = await house.app.ranking.topQueue(house.database.db, 1)
    await page.getByRole('button', { name: said.openOf.replace('{name}', first?.name ?? ''), exact: true }).click()
    const why = page.locator('.why-first')
    await why.getByText(words.why.terms).first().waitFor()
    const terms = await why.locator('table').first().locator('tbody tr').count()
    expect(terms).toBe(first?.why.terms.length)
    expect(first?.why.terms.reduce((sum, { minor }) => sum + BigInt(minor), 0n)).toBe(first?.expectedMinor)
    const facts = await why.locator('table').nth(1).innerText()
    expect(facts).toContain(words.facts.never_complained)
    expect(facts).toContain(words.why.base)
    expect(await findBarriers(page)).toEqual([])
    const lines = await house.database.db.auditLine.findMany({ where: { action: 'queue.viewed' } })
    expect(lines.length).toBeGreaterThan(0)
    expect(JSON.stringify(lines.map(({ detail }) => detail))).toContain(first?.customerId)
    expect(JSON.stringify(lines.map(({ detail }) => detail))).not.toContain('rich')
  })

  it('says what an attribute may be used for', async () => {
    const { page, words } = lead
    const said = words.ranking.attributes
    await openPart('called')
    expect(await page.getByText(said.promise).count()).toBe(1)
    await choose(said.useOf.replace('{name}', 'gender'), said.uses.protected)
    await page
      .getByRole('region', {
        name: startingWith(words.ranking.inclusion.by.attribute.replace('{name}', '\u2068gender\u2069')),
      })
      .waitFor()
    await choose(said.useOf.replace('{name}', 'tariff'), said.uses.feature)
    await expect
      .poll(() => house.app.people.attributeUses(house.database.db))
      .toEqual(
        new Map([
          ['gender', 'protected'],
          ['tariff', 'feature'],
        ]),
      )
    expect(await findBarriers(page)).toEqual([])
  })

  it('puts a candidate into use, sees the order change, rolls it back, and sees it change back', {
    timeout: 180_000,
  }, async () => {
    const { page, words } = lead
    const said = words.ranking.model
    await openPart('model')
    const candidate = page.getByRole('region', { name: said.candidate, exact: true })
    await candidate.getByText(said.verdict.better).waitFor()
    expect(await candidate.innerText()).toContain(formatFixed(0.581, spoken, 4))
    const inUse = page.getByRole('region', { name: said.inUse, exact: true })
    await inUse.getByText(said.priors.title).waitFor()
    await page.getByRole('region', { name: said.secondLives.title }).getByText(said.secondLives.none).waitFor()
    await takePicture(page, `ranking-model-${spoken}`)
    expect(await findBarriers(page)).toEqual([])
    await candidate.getByRole('button', { name: said.adopt }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(said.confirmAdopt.body).waitFor()
    expect(await findBarriers(page)).toEqual([])
    const adoptedAt = await readOldestScore()
    await dialog.getByRole('button', { name: said.adopt }).click()
    await inUse.getByText(said.name.replace('{number}', number(1)), { exact: true }).waitFor()
    expect(await readInUse(house.database.db)).not.toBeNull()
    await waitForScores(adoptedAt)
    await expect.poll(readOrder, { timeout: 30_000 }).toEqual(new Array(10).fill('plain'))

    await openPart('model')
    await inUse.getByRole('button', { name: said.rollBack }).click()
    await dialog.getByText(said.confirmRollBack.toPriors).waitFor()
    const rolledBackAt = await readOldestScore()
    await dialog.getByRole('button', { name: said.rollBack }).click()
    await inUse.getByText(said.priors.title).waitFor()
    await waitForScores(rolledBackAt)
    await expect.poll(readOrder, { timeout: 30_000 }).toEqual(new Array(10).fill('rich'))
    await openPart('model')
    await page.getByRole('row').filter({ hasText: 'Mina' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    const acts = await house.database.db.auditLine.findMany({
      where: { action: { startsWith: 'model.' } },
      orderBy: { id: 'asc' },
    })
    expect(acts.map(({ action }) => action)).toEqual(['model.adopted', 'model.rolled-back'])
  })

  it('sees what calling is worth, whether what was said came true, and what other offers would have brought', async () => {
    const { page, words } = lead
    const said = words.ranking
    await openPart('worth')
    const lift = page.getByRole('region', { name: said.lift.title, exact: true })
    await lift.waitFor()
    expect(await lift.innerText()).toContain(
      said.lift.of.replace('{buyers}', number(100)).replace('{customers}', number(400)),
    )
    const weeks = page.getByRole('region', { name: said.weeks.title, exact: true })
    expect(await weeks.getByRole('row').count()).toBe(3)
    const offers = page.getByRole('region', { name: said.offers.title, exact: true })
    expect(await offers.innerText()).toContain(said.offers.best)
    expect(await offers.innerText()).toContain(said.offers.refused.replace('{least}', number(200)))
    expect(await findBarriers(page)).toEqual([])
  })

  const readOldestScore = async (): Promise<number> => {
    const { _min } = await house.database.db.score.aggregate({ _min: { scoredAt: true } })
    return _min.scoredAt?.getTime() ?? 0
  }
  const waitForScores = (after: number) => expect.poll(readOldestScore, { timeout: 60_000 }).toBeGreaterThan(after)

  async function choose(label: string, option: string): Promise<void> {
    const { page } = lead
    await page.getByRole('button', { name: label }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
    await page.getByRole('listbox').waitFor({ state: 'detached' })
  }
})

/** Customers who fell silent, those of one tariff worth more than those of the other; beside them what calls of before came to. */
async function seedTown({ database }: House): Promise<void> {
  const { db } = database
  const people = [
    ...crowd('rich', 40, 25, 200).map((one) => ({ ...one, tariff: 'rich', worth: 6n })),
    ...crowd('plain', 40, 25, 200).map((one) => ({ ...one, tariff: 'plain', worth: 2n })),
    ...crowd('active', 40, 25, 2).map((one) => ({ ...one, tariff: 'plain', worth: 2n })),
  ].map((one) => ({ ...one, id: randomUUID(), phoneId: randomUUID() }))
  await db.customer.createMany({
    data: people.map(({ id, name, tariff }, i) => ({
      id,
      externalId: name,
      householdId: id,
      name,
      searchName: name,
      language: 'fa',
      country: 'IR',
      zone: 'Asia/Tehran',
      consent: true,
      attributes: { tariff, gender: i % 2 ? 'm' : 'f' },
      createdAt: daysBefore(400),
    })),
  })
  await db.phone.createMany({
    data: people.map(({ phoneId }, i) => ({ id: phoneId, e164: `+98912000${1_000 + i}`, country: 'IR', zones: [] })),
  })
  await db.customerPhone.createMany({ data: people.map(({ id, phoneId }) => ({ customerId: id, phoneId, rank: 1 })) })
  await db.purchase.createMany({
    data: people.flatMap(({ id, bought, amountMinor = 6_000n, worth }) =>
      bought.map((days) => ({
        customerId: id,
        key: `${days}`,
        at: daysBefore(days),
        amountMinor: amountMinor * worth,
      })),
    ),
  })
  await db.attribute.createMany({
    data: ['gender', 'tariff'].map((name) => ({ name, use: 'ignore', seenAt: new Date(START) })),
  })
  await plantAssigned(database, { arm: 'treat', count: 400, armAt: daysBefore(100), every: 4, afterDays: 10 })
  await plantAssigned(database, { arm: 'holdout', count: 100, armAt: daysBefore(100), every: 10, afterDays: 10 })
  await plantClaims(database, {
    count: 600,
    at: new Date('2026-11-12T08:00:00Z'),
    offer: 'UPG',
    wins: 4,
    explored: false,
  })
  await plantClaims(database, {
    count: 200,
    at: new Date('2026-11-17T08:00:00Z'),
    offer: 'DSC.PCT',
    wins: 2,
    explored: true,
  })
}
