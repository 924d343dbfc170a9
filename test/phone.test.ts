import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { press, ringIn } from './harness/callers.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { hearsNow } from './harness/talks.ts'
import { findBarriers } from './main-path/audit.ts'
import { openCentre } from './main-path/centre.ts'
import * as desk from './main-path/desk.ts'
import { chooseByKey, hire, importTown, openPerson, openScreen, type Person, signIn } from './main-path/person.ts'
import { type TownFiles, writeTownFiles } from './main-path/town-files.ts'
import { labelOf, startingWith } from './main-path/words.ts'

/** A Monday: noon in Tashkent, half past ten in Tehran. */
const START = '2026-03-02T07:00:00Z'
const SPEED = 3
const OWN = '+15005550006'
const EMAIL = { lead: 'mina@example.test', first: 'sara@example.test', second: 'omid@example.test' } as const
const NAME = { lead: 'Mina Lead', first: 'Sara First', second: 'Omid Second' } as const
const ANY_LEAD = '00000000-0000-4000-8000-000000000002'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.each(['en', 'fa'] as const)('on the phone, in %s', (spoken) => {
  let house: House
  let files: TownFiles
  let lead: Person
  let first: Person
  let second: Person
  const barriers: Record<string, string[]> = {}
  const audit = async (screen: string, { page }: Person) => {
    barriers[screen] = await findBarriers(page)
  }
  const truth = () => house.carrier.truth.since(0)
  const hears = (sid: string, other: string): boolean => hearsNow(house.carrier, sid, other)
  const seatOf = async (email: string): Promise<string> => {
    const user = await house.database.db.user.findUniqueOrThrow({ where: { email } })
    return (await house.database.db.seat.findUnique({ where: { agentId: user.id } }))?.sid ?? ''
  }
  const ring = (from: string): Promise<string> => ringIn(house, from, { to: OWN, patienceSeconds: 900 })
  const handOut = (on: boolean) =>
    house.database.db.campaign.update({ where: { id: ANY_LEAD }, data: { state: on ? 'running' : 'paused' } })
  const numberOf = async (customerId: string): Promise<string> => {
    const held = await house.database.db.customerPhone.findFirstOrThrow({
      where: { customerId },
      orderBy: { rank: 'asc' },
    })
    return (await house.database.db.phone.findUniqueOrThrow({ where: { id: held.phoneId } })).e164
  }
  const state = (one: Person, name: 'ready' | 'talking' | 'break' | 'consult' | 'preview') =>
    one.page.getByText(one.words.desk.state[name], { exact: true }).first().waitFor()
  const writeUp = async (one: Person): Promise<void> => {
    await desk.chooseReason(one, labelOf(spoken, 'reasons', 'PRC'), labelOf(spoken, 'reasons', 'PRC.HIGH'))
    await desk.hangUp(one)
    await desk.chooseOutcome(one, 'L', labelOf(spoken, 'outcomes', 'L.NOW'))
    await one.press('Enter', 'control')
  }

  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(START, SPEED) })
    await openCentre(house, 3_000)
    for (const who of ['lead', 'first', 'second'] as const)
      await hire(house, { name: NAME[who], email: EMAIL[who], role: who === 'lead' ? 'supervisor' : 'agent', spoken })
    files = await writeTownFiles({ seed: 11, size: 60, asOf: new Date(START) })
    lead = await openPerson(browser, { url: house.url, spoken })
    first = await openPerson(browser, { url: house.url, spoken })
    second = await openPerson(browser, { url: house.url, spoken })
  })
  afterAll(async () => {
    for (const one of [lead, first, second]) await one?.close()
    await house?.close()
    await files?.remove()
  })

  it('holds, whispers, joins, hands over, and takes in who rings', { timeout: 240_000 }, async () => {
    const { db } = house.database
    await signIn(lead, EMAIL.lead)
    await importTown(lead, files)
    await expect.poll(() => db.queueHead.count(), { timeout: 30_000 }).toBeGreaterThan(5)

    // A conversation, held and taken back.
    const say = (language: string) => ({ step: 1, language, say: `${language}: {name}, {agent}!` })
    await db.campaign.update({ where: { id: ANY_LEAD }, data: { script: ['en', 'fa', 'uz'].map(say) } })
    await signIn(first, EMAIL.first)
    await desk.readyButton(first).click()
    await desk.callAndBeAnswered(first)
    // In the customer's language, in the campaign's words.
    const opening = first.page.getByText(/^(en|fa|uz): /)
    await opening.waitFor()
    expect((await opening.textContent())?.replace(/[\u2068\u2069]/g, '')).toMatch(
      new RegExp(`^.{2}: .+, ${NAME.first}!$`),
    )
    await handOut(false)
    const held = await db.workItem.findFirstOrThrow({ where: { state: 'leased' } })
    const customer = await db.customer.findUniqueOrThrow({ where: { id: held.customerId } })
    const leg = (await db.call.findFirstOrThrow({ where: { workItemId: held.id } })).sid ?? ''
    const sara = await seatOf(EMAIL.first)
    await expect.poll(() => hears(leg, sara)).toBe(true)
    await first.press('KeyH')
    await expect.poll(() => hears(leg, sara)).toBe(false)
    await first.page.getByText(first.words.desk.call.held, { exact: true }).waitFor()
    await first.press('KeyH')
    await expect.poll(() => hears(leg, sara)).toBe(true)
    await first.page.getByText(first.words.desk.call.held, { exact: true }).waitFor({ state: 'detached' })
    await first.press('KeyH', 'shift')

    // The supervisor sees the raised hand, listens, whispers, joins, and the customer hears it in the last alone.
    await openScreen(lead, 'floor')
    const floor = lead.words.floor
    await lead.page.getByRole('button', { name: floor.seat.sit }).click()
    await lead.page.getByText(floor.seat.in).waitFor()
    const card = lead.page.getByRole('listitem').filter({ hasText: NAME.first })
    await card.getByText(floor.help).waitFor()
    const mina = await seatOf(EMAIL.lead)
    await card.getByRole('button', { name: startingWith(floor.mode.listen) }).click()
    await expect.poll(() => hears(mina, leg) && hears(mina, sara)).toBe(true)
    expect(hears(leg, mina) || hears(sara, mina)).toBe(false)
    await card.getByRole('button', { name: floor.mode.whisper, exact: true }).click()
    await expect.poll(() => hears(sara, mina)).toBe(true)
    expect(hears(leg, mina)).toBe(false)
    await first.page.getByText(NAME.lead).first().waitFor()
    await audit('floor', lead)
    await card.getByRole('button', { name: floor.mode.join, exact: true }).click()
    await expect.poll(() => hears(leg, mina)).toBe(true)
    await card.getByRole('button', { name: floor.mode.off, exact: true }).click()
    await expect.poll(() => hears(leg, mina) || hears(mina, leg)).toBe(false)

    // To a colleague, after a word; the card goes along.
    await signIn(second, EMAIL.second)
    await audit('desk, seat', second)
    await desk.readyButton(second).click()
    await state(second, 'ready')
    const omid = async () => seatOf(EMAIL.second)
    const isSeated = async () => (await db.seat.count({ where: { sid: await omid(), state: 'in' } })) === 1
    await expect.poll(isSeated).toBe(true)
    await first.press('KeyT')
    const said = first.words.phone.transfer
    const dialog = first.page.getByRole('dialog', { name: said.title })
    await chooseByKey(first, dialog.getByRole('radiogroup', { name: said.colleague }), NAME.second)
    await audit('hand over', first)
    await dialog.getByRole('button', { name: startingWith(said.warm) }).click()
    await state(second, 'consult')
    await expect.poll(async () => hears(await omid(), sara)).toBe(true)
    expect(hears(leg, sara) || hears(leg, await omid())).toBe(false)
    await first.page.getByRole('button', { name: said.done, exact: true }).click()
    await state(second, 'talking')
    await expect.poll(() => desk.customerName(second).innerText()).toBe(customer.name)
    await expect.poll(async () => hears(leg, await omid())).toBe(true)
    await state(first, 'break')
    await writeUp(second)
    await state(second, 'ready')

    // The customer rings back, presses 0, and is with the agent who had them last, whose card is there before the answer.
    const back = await ring(await numberOf(customer.id))
    await expect.poll(() => truth().some(({ event, sid }) => event === 'heard' && sid === back)).toBe(true)
    await press(house, back, '0')
    const answer = second.page.getByRole('button', { name: startingWith(second.words.phone.answer) })
    await answer.waitFor()
    expect(await desk.customerName(second).innerText()).toBe(customer.name)
    expect(hears(back, await omid())).toBe(false)
    await audit('desk, somebody rings', second)
    await second.press('Space')
    await state(second, 'talking')
    await expect.poll(async () => hears(back, await omid()) && hears(await omid(), back)).toBe(true)
    expect(await db.inboundCall.findUniqueOrThrow({ where: { sid: back } })).toMatchObject({
      state: 'answered',
      zeroOut: true,
    })

    // Another waits, keeps the place, and is the next whom anybody is handed.
    const waiting = await db.customer.findFirstOrThrow({
      where: { id: { not: customer.id }, mergedInto: null, householdId: { not: customer.householdId } },
      orderBy: { createdAt: 'desc' },
    })
    const patient = await ring(await numberOf(waiting.id))
    await lead.page.getByText(floor.callers.title).waitFor()
    const place = floor.callers.waiting.split('{')[0] ?? ''
    await lead.page.getByText(startingWith(place)).first().waitFor()
    await expect
      .poll(
        () =>
          truth().some(({ event, sid, what }) => event === 'heard' && sid === patient && /position/.test(String(what))),
        {
          timeout: 30_000,
        },
      )
      .toBe(true)
    await press(house, patient, '1')
    await expect
      .poll(async () => (await db.inboundCall.findUnique({ where: { sid: patient } }))?.state)
      .toBe('callback')
    await handOut(true)
    await writeUp(second)
    await state(second, 'preview')
    await expect.poll(() => desk.customerName(second).innerText()).toBe(waiting.name)
    await handOut(false)

    // A third says nothing at all, and reaches a human.
    await desk.readyButton(first).click()
    await state(first, 'ready')
    const silent = await ring('+998935557788')
    await first.page.getByRole('button', { name: startingWith(first.words.phone.answer) }).waitFor({ timeout: 30_000 })
    expect(await desk.customerName(first).innerText()).toBe(first.words.floor.unknown)
    await first.press('Space')
    await expect.poll(async () => hears(silent, await seatOf(EMAIL.first))).toBe(true)

    await openScreen(lead, 'callers')
    await lead.page.getByRole('region', { name: lead.words.ivr.picture.label }).waitFor()
    await audit('callers', lead)
    expect(barriers).toEqual(Object.fromEntries(Object.keys(barriers).map((screen) => [screen, []])))
  })
})
