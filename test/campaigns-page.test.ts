import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { takePicture } from './harness/pictures.ts'
import { findBarriers } from './main-path/audit.ts'
import { hire, openPerson, openScreen, type Person, signIn } from './main-path/person.ts'

const START = '2026-11-23T08:00:00Z'
const EMAIL = 'mina@example.test'
const ADMIN = 'arash@example.test'
const AGENT = 'sara@example.test'

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
    await house.app.programme.setInstallation({ zone: 'Asia/Tehran', region: 'IR' })
    await hire(house, { name: 'Mina', email: EMAIL, role: 'supervisor', spoken })
    await hire(house, { name: 'Arash', email: ADMIN, role: 'admin', spoken })
    await hire(house, { name: 'Sara', email: AGENT, role: 'agent', spoken })
    await house.database.db.customer.createMany({
      data: ['Tehran', 'Tehran', 'Qom'].map((city) => ({
        ...{ id: randomUUID(), householdId: randomUUID(), name: 'A Customer', searchName: 'a customer', city },
        ...{ country: 'IR', attributes: {}, createdAt: new Date(START) },
      })),
    })
    lead = await openPerson(browser, { url: house.url, spoken })
    await signIn(lead, EMAIL)
    await openScreen(lead, 'campaigns')
  })
  afterAll(async () => {
    await lead?.close()
    await house?.close()
  })
  const press = (name: string) => lead.page.getByRole('button', { name, exact: true }).click()
  const picture = (name: string) => takePicture(lead.page, `${name}-${spoken}`)

  it('makes a campaign, sees whom it reaches while she types, is told the rule she goes beyond, and starts it', async () => {
    const { page, words } = lead
    const said = words.campaigns
    await page.getByRole('cell', { name: said.states.running, exact: true }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await picture('campaigns')
    await press(said.make)
    await page.getByRole('textbox', { name: said.name, exact: true }).fill('Lost in تهران')
    await page.getByText(said.reach.everybody).waitFor()

    await press(said.addCondition)
    await page.getByRole('textbox', { name: said.values, exact: true }).fill('Atlantis')
    await page.getByText(said.reach.nobody).waitFor()
    await page.getByRole('textbox', { name: said.values, exact: true }).fill('Tehran')
    await page.getByText(said.reach.nobody).waitFor({ state: 'detached' })
    await page.getByRole('cell', { name: said.reach.causes.episode.none, exact: true }).waitFor()

    await press(said.addHours)
    await page.getByLabel(said.to, { exact: true }).fill('22:00')
    await press(said.save)
    await page.getByRole('alert').filter({ hasText: 'CRA' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await picture('campaign')
    await page.getByLabel(said.to, { exact: true }).fill('19:00')
    await press(said.save)
    await page.getByRole('cell', { name: said.states.draft, exact: true }).waitFor()
    await press(`${said.acts.start} Lost in تهران`)
    await expect.poll(() => page.getByRole('cell', { name: said.states.running, exact: true }).count()).toBe(2)
    const [row] = await house.database.db.campaign.findMany({ where: { name: 'Lost in تهران' } })
    expect(row).toMatchObject({
      state: 'running',
      version: 2,
      hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '19:00' }],
    })
  })

  it('says in its own words what is said at a step, in a language that it is called in', async () => {
    const { page, words } = lead
    const said = words.campaigns
    const row = page.getByRole('row').filter({ hasText: 'Lost in تهران' })
    await row.getByRole('button', { name: said.edit }).click()
    const opening = page.getByRole('textbox', { name: new RegExp(words.script.step[1].title) })
    await opening.fill('Well, {who}?')
    await page.getByRole('button', { name: new RegExp(said.scriptLanguage) }).click()
    await page.getByRole('option', { name: words.app.language.uz }).click()
    await opening.fill('Salom, {name}!')
    await press(said.save)
    await page.getByRole('alert').filter({ hasText: '{who}' }).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await opening.scrollIntoViewIfNeeded()
    await picture('campaign-script')
    await page.getByRole('button', { name: new RegExp(said.scriptLanguage) }).click()
    await page.getByRole('option', { name: words.app.language[spoken] }).click()
    await opening.fill('')
    await press(said.save)
    await page.getByRole('cell', { name: said.states.running, exact: true }).first().waitFor()
    const [saved] = await house.database.db.campaign.findMany({ where: { name: 'Lost in تهران' } })
    expect(saved).toMatchObject({ version: 3, script: [{ step: 1, language: 'uz', say: 'Salom, {name}!' }] })
  })

  it('asks for a skill that an administrator gave to an agent, and is told when nobody has it any more', async () => {
    const { page, words } = lead
    const said = words.campaigns
    const admin = await openPerson(browser, { url: house.url, spoken })
    await signIn(admin, ADMIN)
    await openScreen(admin, 'staff')
    await admin.page.getByRole('button', { name: `${words.staff.change} Sara` }).click()
    const skill = admin.page.getByRole('textbox', { name: words.staff.newSkill })
    await skill.fill('Spare  Parts')
    await admin.page.getByRole('button', { name: words.staff.addSkill, exact: true }).click()
    await admin.page.getByRole('checkbox', { name: 'spare parts', exact: true }).waitFor()
    // What is typed is saved with it.
    await skill.fill('مشتريان ويژه')
    expect(await findBarriers(admin.page)).toEqual([])
    await takePicture(admin.page, `member-${spoken}`)
    await admin.page.getByRole('button', { name: words.app.save, exact: true }).click()
    await admin.page.getByRole('cell', { name: 'مشتریان ویژه' }).waitFor()
    await takePicture(admin.page, `staff-${spoken}`)
    await admin.close()
    const sara = { where: { email: AGENT } }
    const { skills } = await house.database.db.user.findUniqueOrThrow(sara)
    expect(skills).toEqual(['spare parts', 'مشتریان ویژه'])

    await page.reload()
    const edit = async () => {
      const row = page.getByRole('row').filter({ hasText: 'Lost in تهران' })
      await row.getByRole('button', { name: said.edit }).click()
    }
    const chosen = page.getByRole('checkbox', { name: 'مشتریان ویژه', exact: true })
    await edit()
    await chosen.check()
    await page.getByRole('checkbox', { name: 'spare parts', exact: true }).check()
    expect(await findBarriers(page)).toEqual([])
    await chosen.scrollIntoViewIfNeeded()
    await picture('campaign-skills')
    await press(said.save)
    await page.getByRole('cell', { name: said.states.running, exact: true }).first().waitFor()
    const [row] = await house.database.db.campaign.findMany({ where: { name: 'Lost in تهران' } })
    expect(row).toMatchObject({ version: 4, skills })
    expect(await page.getByText(said.lacksAgents).count()).toBe(0)

    await house.database.db.user.update({ ...sara, data: { skills: ['spare parts'] } })
    await page.reload()
    await page.getByText(said.lacksAgents).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await picture('campaigns-lacking')
    await edit()
    await press(said.save)
    await page
      .getByRole('alert')
      .filter({ hasText: skills.join(', ') })
      .waitFor()
    await picture('campaign-lacking')
    expect(await chosen.isChecked()).toBe(true)
    await chosen.uncheck()
    await press(said.save)
    await page.getByText(said.title, { exact: true }).first().waitFor()
    await expect.poll(() => page.getByText(said.lacksAgents).count()).toBe(0)
  })
})
