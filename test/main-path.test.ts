import { access } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { findBarriers } from './main-path/audit.ts'
import { openCentre } from './main-path/centre.ts'
import * as desk from './main-path/desk.ts'
import { figureOf, hire, importFile, openPerson, openScreen, type Person, signIn } from './main-path/person.ts'
import { type TownFiles, writeTownFiles } from './main-path/town-files.ts'
import { labelOf, startingWith } from './main-path/words.ts'

/** A Monday: noon in Tashkent, half past ten in Tehran. */
const START = '2026-03-02T07:00:00Z'
const TOWN_SIZE = 60
const EMAIL = { supervisor: 'mina@example.test', agent: 'sara@example.test', admin: 'omid@example.test' } as const

let browser: Browser
beforeAll(async () => {
  await access(new URL('../dist/client/index.html', import.meta.url)).catch(() => {
    throw new Error('There are no pages in dist/client: run `npm run build` first')
  })
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const counted = new Intl.NumberFormat('fa-IR')

describe.each(['en', 'fa'] as const)('from a file to a customer won back, in %s', (spoken) => {
  const number = (value: number): string => (spoken === 'fa' ? counted.format(value) : value.toLocaleString('en-GB'))
  const barriers: Record<string, string[]> = {}
  const audit = async (screen: string, { page }: Person) => {
    barriers[screen] = await findBarriers(page)
  }

  let house: House
  let files: TownFiles
  let supervisor: Person
  let agent: Person
  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(START) })
    await openCentre(house, 600)
    for (const [role, email] of Object.entries(EMAIL) as ['supervisor' | 'agent' | 'admin', string][])
      await hire(house, { name: `The ${role}`, email, role, spoken })
    files = await writeTownFiles({ seed: 11, size: TOWN_SIZE, asOf: new Date(START) })
    supervisor = await openPerson(browser, { url: house.url, spoken })
    agent = await openPerson(browser, { url: house.url, spoken })
  })
  afterAll(async () => {
    await supervisor?.close()
    await agent?.close()
    await house?.close()
    await files?.remove()
  })

  it('is walked by keyboard, and the wall follows by itself', { timeout: 120_000 }, async () => {
    const { db } = house.database
    await supervisor.page.goto('/')
    await supervisor.page.getByRole('button', { name: supervisor.words.signIn.submit }).waitFor()
    expect(await supervisor.page.locator('html').getAttribute('dir')).toBe(spoken === 'fa' ? 'rtl' : 'ltr')
    await audit('sign-in', supervisor)
    await signIn(supervisor, EMAIL.supervisor)

    await openScreen(supervisor, 'import')
    const rows = supervisor.words.import.rows
    const customers = await importFile(supervisor, 'customers', files.customers)
    expect(await figureOf(customers, rows.new).innerText()).toBe(number(files.size))
    await supervisor.page.getByRole('button', { name: supervisor.words.import.another }).click()
    const purchases = await importFile(supervisor, 'purchases', files.purchases)
    expect(await figureOf(purchases, rows.faulty).innerText()).toBe(number(0))
    await audit('import', supervisor)

    await openScreen(supervisor, 'wall')
    const wall = supervisor.page
    const said = supervisor.words.wall
    await expect.poll(() => figureOf(wall, said.reached).innerText()).toBe(number(0))
    await expect
      .poll(() => wall.getByText(startingWith(said.callable)).getByRole('strong').innerText(), { timeout: 20_000 })
      .not.toBe(number(0))
    let loads = 0
    wall.on('load', () => loads++)

    await signIn(agent, EMAIL.agent)
    await audit('desk, waiting', agent)
    await desk.readyButton(agent).click()
    await desk.waitForState(agent, 'preview')
    const held = await db.workItem.findFirstOrThrow({ where: { state: 'leased' } })
    const customer = await db.customer.findUniqueOrThrow({ where: { id: held.customerId } })
    const phone = await db.phone.findUniqueOrThrow({ where: { id: held.phoneId } })
    await expect.poll(() => desk.customerName(agent).innerText()).toBe(customer.name)
    await audit('desk, card', agent)

    await desk.callAndBeAnswered(agent)
    await expect.poll(() => wall.getByText(said.talking, { exact: true }).count()).toBeGreaterThan(0)
    const ordered = await desk.orderOffersLate(agent)
    await desk.chooseReason(agent, labelOf(spoken, 'reasons', 'PRC'), labelOf(spoken, 'reasons', 'PRC.HIGH'))
    await desk.answerOffer(agent, agent.words.desk.decision.answer.ACC)
    // The server's order comes, and what she has answered stays where it was asked.
    await ordered()
    await desk.answeredOffer(agent, agent.words.desk.decision.answer.ACC).waitFor()
    await audit('desk, talking', agent)
    await desk.hangUp(agent)
    await desk.chooseOutcome(agent, 'W', labelOf(spoken, 'outcomes', 'W.NOW'))
    await audit('desk, wrap-up', agent)
    await agent.press('Enter', 'control')
    await desk.waitForState(agent, 'preview')
    await expect.poll(() => desk.customerName(agent).innerText()).not.toBe(customer.name)

    await expect.poll(() => figureOf(wall, said.won).innerText()).toBe(number(1))
    expect(await figureOf(wall, said.reached).innerText()).toBe(number(1))
    const reasons = wall.getByRole('region', { name: said.reasons })
    expect(await reasons.getByRole('listitem').innerText()).toContain(labelOf(spoken, 'reasons', 'PRC.HIGH'))
    expect(loads).toBe(0)
    const small = await figureOf(wall, said.netWon).locator('span').allInnerTexts()
    expect(small.join(' ')).toMatch(/^\P{Nd}+$/u) // the currency's name, never the number
    const ground = await wall
      .getByRole('main')
      .locator('> *')
      .evaluate((one) => getComputedStyle(one).backgroundColor)
    expect(Math.max(...(ground.match(/\d+/g) ?? []).map(Number))).toBeLessThan(64) // dark, though the device is light
    await audit('wall', supervisor)

    const disposition = await db.disposition.findFirstOrThrow({ where: { customerId: held.customerId } })
    expect(disposition).toMatchObject({ outcome: 'W.NOW', workItemId: held.id, setBy: 'agent' })
    expect(disposition.valueMinor).toBeGreaterThan(0n)
    const inIt = { where: { dispositionId: disposition.id } }
    expect(await db.reasonGiven.findMany(inIt)).toMatchObject([{ code: 'PRC.HIGH', position: 0 }])
    expect(await db.offerMade.findMany(inIt)).toMatchObject([{ answer: 'ACC' }])
    expect(await db.attempt.findMany({ where: { customerId: held.customerId } })).toMatchObject([
      { id: disposition.callId, phoneId: held.phoneId, counted: true },
    ])
    const invites = house.carrier.truth.since(0).filter(({ event, to }) => event === 'invite' && to === phone.e164)
    expect(invites).toHaveLength(1)
  })

  it('brings card, call and draft back after a reload in the middle of a call, and shows the same in a second tab', async () => {
    const name = await desk.customerName(agent).innerText()
    const reason = labelOf(spoken, 'reasons', 'PRC.HIGH')
    await desk.callAndBeAnswered(agent)
    await desk.chooseReason(agent, labelOf(spoken, 'reasons', 'PRC'), reason)
    await expect.poll(() => house.database.db.draft.count()).toBe(1)
    const call = await house.database.db.call.findFirstOrThrow({ where: { state: 'answered' } })

    await agent.page.reload()
    await desk.waitForState(agent, 'talking')
    expect(await desk.customerName(agent).innerText()).toBe(name)
    const talk = (page: Person['page']) => page.getByRole('region', { name: agent.words.desk.conversation.title })
    await agent.press('KeyR')
    await talk(agent.page).getByText(agent.words.desk.conversation.reasonPrimary).waitFor()
    expect(await talk(agent.page).innerText()).toContain(reason)

    const second = await agent.page.context().newPage()
    second.on('dialog', (dialog) => void dialog.accept())
    await second.goto('/')
    await second.getByRole('heading', { level: 1, name }).waitFor()
    await second.getByText(agent.words.desk.call.state.answered, { exact: true }).waitFor()
    await second.close()
    const still = await house.database.db.call.findUniqueOrThrow({ where: { id: call.id } })
    expect(still.state).toBe('answered')
  })

  it('has nothing in the way of people who use it by keyboard or by ear', async () => {
    const admin = await openPerson(browser, { url: house.url, spoken })
    await signIn(admin, EMAIL.admin)
    await openScreen(admin, 'staff')
    await admin.page.getByRole('button', { name: admin.words.staff.add }).waitFor()
    await audit('staff', admin)
    await admin.close()
    const screens = [
      'sign-in',
      'import',
      'wall',
      'staff',
      'desk, waiting',
      'desk, card',
      'desk, talking',
      'desk, wrap-up',
    ]
    expect(barriers).toEqual(Object.fromEntries(screens.map((screen) => [screen, []])))
  })
})
