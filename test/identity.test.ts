import { randomUUID } from 'node:crypto'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { findBarriers } from './main-path/audit.ts'
import { hire, openPerson, openScreen, type Person, signIn } from './main-path/person.ts'
import { startingWith } from './main-path/words.ts'

const START = '2026-03-02T07:00:00Z'
const EMAILS = ['mina@example.test', 'omid@example.test'] as const

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.each(['en', 'fa'] as const)('two supervisors, in %s', (spoken) => {
  let house: House
  let first: Person
  let second: Person
  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(START), carried: false })
    for (const [n, email] of EMAILS.entries())
      await hire(house, { name: `Lead ${n}`, email, role: 'supervisor', spoken })
    await seedTwins(house)
    first = await openPerson(browser, { url: house.url, spoken })
    second = await openPerson(browser, { url: house.url, spoken })
    await signIn(first, EMAILS[0])
    await signIn(second, EMAILS[1])
  })
  afterAll(async () => {
    await first?.close()
    await second?.close()
    await house?.close()
  })

  it('one merges two rows of one person, the other sees it without a reload and undoes it, and the first sees that', {
    timeout: 120_000,
  }, async () => {
    const { db } = house.database
    const said = first.words.identity
    for (const person of [first, second]) await openScreen(person, 'quality')
    await waitForCount(first, 'proposal', 2, spoken)
    await waitForCount(second, 'proposal', 2, spoken)
    const barriers = [...(await findBarriers(first.page))]

    await twinsRow(first)
      .getByRole('button', { name: startingWith(said.compare) })
      .click()
    await first.page.getByRole('heading', { name: said.side.title }).waitFor()
    const city = first.page.getByRole('row').filter({ hasText: said.side.row.city })
    expect(await city.innerText()).toContain(said.side.differs)
    const name = first.page.getByRole('row').filter({ hasText: said.side.row.name })
    expect(await name.first().innerText()).toContain(said.side.same)
    barriers.push(...(await findBarriers(first.page)))
    let loads = 0
    for (const { page } of [first, second]) page.on('load', () => loads++)
    await first.page.getByRole('button', { name: said.side.merge, exact: true }).click()
    await first.page.getByRole('status').getByRole('button', { name: said.undo }).waitFor()

    await waitForCount(second, 'proposal', 1, spoken)
    const merge = await db.customerMerge.findFirstOrThrow()
    expect(await db.purchase.count({ where: { customerId: merge.intoId } })).toBe(3)
    expect(await db.purchase.count({ where: { customerId: merge.fromId } })).toBe(0)

    await openList(second, 'merged')
    barriers.push(...(await findBarriers(second.page)))
    await second.page
      .getByRole('row')
      .getByRole('button', { name: startingWith(said.undo) })
      .click()
    await second.page.getByText(startingWith(said.undone)).first().waitFor()
    await waitForCount(first, 'proposal', 2, spoken)
    expect(await db.purchase.count({ where: { customerId: merge.fromId } })).toBe(1)
    expect(loads).toBe(0)
    expect(barriers).toEqual([])
  })

  it('keep two of a family apart with one press, for good', async () => {
    const { db } = house.database
    const said = second.words.identity
    await openList(second, 'proposal')
    const family = second.page.getByRole('row').filter({ hasText: said.sign.number })
    await family.getByRole('button', { name: startingWith(said.apart) }).click()
    await waitForCount(first, 'proposal', 1, spoken)
    expect(await db.mergeProposal.count({ where: { state: 'apart' } })).toBe(1)
  })

  it('take a struck number up again, with a reason', async () => {
    const { db } = house.database
    const said = first.words.identity
    await openList(first, 'struck')
    await first.page
      .getByRole('row')
      .getByRole('button', { name: startingWith(said.unstrike) })
      .click()
    const dialog = first.page.getByRole('dialog')
    expect(await dialog.getByRole('button', { name: said.unstrike }).isDisabled()).toBe(true)
    await dialog.getByRole('radio', { name: said.unstrikeWhy.confirmed }).check({ force: true })
    expect(await findBarriers(first.page)).toEqual([])
    await dialog.getByRole('button', { name: said.unstrike }).click()
    await waitForCount(second, 'struck', 0, spoken)
    expect(await db.customerPhone.count({ where: { struckAt: { not: null } } })).toBe(0)
  })

  it('leave a line in the audit for each, with ids and no names', async () => {
    const lines = await house.database.db.auditLine.findMany({ orderBy: { id: 'asc' } })
    const acts = lines.map(({ action }) => action)
    for (const action of ['customer.merged', 'customer.unmerged', 'customer.kept-apart', 'number.restored'])
      expect(acts).toContain(action)
    const told = lines.filter(({ action }) => /^(customer|number)\./.test(action))
    expect(JSON.stringify(told.map(({ subject, detail }) => [subject, detail]))).not.toMatch(/Zahra|زهرا|\+98/)
  })

  const openList = async ({ page, words }: Person, list: 'proposal' | 'merged' | 'struck') => {
    await causeButton({ page, words }, list).click()
    await page.getByRole('heading', { name: words.identity.cause[list], exact: true }).waitFor()
  }
  const twinsRow = ({ page, words }: Person) =>
    page.getByRole('row').filter({ hasText: words.identity.sign['number-name'] })
})

type Words = Pick<Person, 'page' | 'words'>
const causeButton = ({ page, words }: Words, list: 'proposal' | 'merged' | 'struck'): Locator =>
  page
    .getByRole('navigation', { name: words.identity.causesLabel })
    .getByRole('button', { name: startingWith(words.identity.cause[list]) })

const waitForCount = (person: Words, list: 'proposal' | 'struck', count: number, spoken: 'en' | 'fa') =>
  expect
    .poll(() => causeButton(person, list).getByRole('strong').innerText(), { timeout: 20_000 })
    .toBe(new Intl.NumberFormat(spoken === 'fa' ? 'fa-IR' : 'en-GB').format(count))

/** One person twice, with one number; a daughter with the same number under another name; and a number that was struck. */
async function seedTwins({ database: { db } }: House): Promise<void> {
  const at = new Date('2026-01-05T08:00:00Z')
  const people = [
    { name: 'زهرا کریمی', externalId: 'C-1001', city: 'تهران', purchases: 2 },
    { name: 'زهرا کریمی', externalId: 'W-77', city: null, purchases: 1 },
    { name: 'نگار کریمی', externalId: 'C-1002', city: 'تهران', purchases: 0 },
  ]
  const [shared, wrong] = [randomUUID(), randomUUID()]
  await db.phone.createMany({
    data: [
      { id: shared, e164: '+989123456789', country: 'IR', zones: [] },
      { id: wrong, e164: '+989123456780', country: 'IR', zones: [] },
    ],
  })
  const ids: string[] = []
  const householdId = randomUUID()
  for (const { name, externalId, city, purchases } of people) {
    const id = randomUUID()
    ids.push(id)
    await db.customer.create({
      data: {
        id,
        externalId,
        householdId,
        name,
        searchName: name,
        city,
        language: 'fa',
        attributes: {},
        createdAt: at,
      },
    })
    await db.customerPhone.create({ data: { customerId: id, phoneId: shared, rank: 1 } })
    await db.purchase.createMany({
      data: Array.from({ length: purchases }, (_, n) => ({
        customerId: id,
        key: `${externalId}-${n}`,
        at,
        amountMinor: 5_000_000n,
      })),
    })
  }
  const [zahra = '', again = '', negar = ''] = ids
  await db.customerPhone.create({
    data: { customerId: zahra, phoneId: wrong, rank: 2, struckAt: at, struckWhy: 'N.WRONG' },
  })
  for (const [other, tier] of [
    [again, 1],
    [negar, 3],
  ] as const) {
    const [customerA = '', customerB = ''] = [zahra, other].sort()
    await db.mergeProposal.create({
      data: { customerA, customerB, phoneId: shared, state: 'open', tier, createdAt: at },
    })
  }
}
