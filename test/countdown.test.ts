import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { takePicture } from './harness/pictures.ts'
import { findBarriers } from './main-path/audit.ts'
import { openCentre } from './main-path/centre.ts'
import * as desk from './main-path/desk.ts'
import { hire, importTown, openPerson, type Person, signIn } from './main-path/person.ts'
import { type TownFiles, writeTownFiles } from './main-path/town-files.ts'
import { startingWith } from './main-path/words.ts'

/** A Monday: noon in Tashkent, half past ten in Tehran. */
const START = '2026-03-02T07:00:00Z'
const EMAIL = { lead: 'mina@example.test', agent: 'sara@example.test' } as const
const SECONDS = 6

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.each(['en', 'fa'] as const)('an agent who reads, in %s', (spoken) => {
  let house: House
  let files: TownFiles
  let agent: Person
  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(START) })
    await openCentre(house, 600)
    await hire(house, { name: 'Mina Lead', email: EMAIL.lead, role: 'supervisor', spoken })
    await hire(house, { name: 'Sara First', email: EMAIL.agent, role: 'agent', spoken })
    files = await writeTownFiles({ seed: 11, size: 60, asOf: new Date(START) })
    const lead = await openPerson(browser, { url: house.url, spoken })
    await signIn(lead, EMAIL.lead)
    await importTown(lead, files)
    await lead.close()
    await house.database.db.campaign.updateMany({ data: { mode: 'preview', previewSeconds: SECONDS } })
    agent = await openPerson(browser, { url: house.url, spoken })
  }, 120_000)
  afterAll(async () => {
    await agent?.close()
    await house?.close()
    await files?.remove()
  })
  const picture = (name: string) => takePicture(agent.page, `${name}-${spoken}`)

  it('holds the countdown by its key, for good: a page that is loaded anew does not start it again', async () => {
    const { page, words } = agent
    const { db } = house.database
    const said = words.phone.countdown
    await expect.poll(() => db.queueHead.count(), { timeout: 30_000 }).toBeGreaterThan(5)
    await signIn(agent, EMAIL.agent)
    await desk.readyButton(agent).click()
    await desk.waitForState(agent, 'preview')
    await page.getByRole('button', { name: startingWith(said.hold) }).waitFor()
    await picture('countdown')
    await agent.press('KeyW')
    await page.getByText(said.held, { exact: true }).waitFor()
    await picture('countdown-held')
    expect(await findBarriers(page)).toEqual([])
    await page.reload()
    await page.getByText(said.held, { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: startingWith(said.hold) }).count()).toBe(0)
    await page.waitForTimeout((SECONDS + 2) * 1_000)
    expect(await db.dialIntent.count()).toBe(0)
    // Nothing else stood against it: where the wish is taken away, it is dialled by itself.
    await db.workItem.updateMany({ data: { heldFence: null } })
    await expect.poll(() => db.dialIntent.count(), { timeout: 10_000 }).toBe(1)
  }, 90_000)
})
