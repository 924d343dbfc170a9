import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { type Desk, seedDesks } from './harness/desks.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { takePicture } from './harness/pictures.ts'
import { findBarriers } from './main-path/audit.ts'
import { hire, openPerson, openScreen, type Person, signIn } from './main-path/person.ts'

const NOON = new Date('2026-11-24T07:00:00Z')
const DAY_MS = 86_400_000
const EMAIL = { lead: 'mina@example.test', admin: 'root@example.test' } as const
const DAYS = { en: '30', fa: '۳۰' } as const

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

describe.each(['en', 'fa'] as const)('recordings, in %s', (spoken) => {
  let house: House
  let desk: Desk
  let lead: Person
  let admin: Person
  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(NOON.toISOString()) })
    const sessionSecret = house.env.SESSION_SECRET ?? ''
    ;[desk] = (await seedDesks(house.database, { count: 1, now: NOON, sessionSecret, state: 'spoken' })) as [Desk]
    await hire(house, { name: 'Mina Lead', email: EMAIL.lead, role: 'supervisor', spoken })
    await hire(house, { name: 'Root Admin', email: EMAIL.admin, role: 'admin', spoken })
    lead = await openPerson(browser, { url: house.url, spoken })
    admin = await openPerson(browser, { url: house.url, spoken })
    const began = new Date(NOON.getTime() - 40 * DAY_MS)
    await house.database.db.recording.create({
      data: {
        ...{ id: randomUUID(), callId: desk.callId ?? '', sid: `RE${'0'.repeat(32)}`, state: 'kept', wish: 'on' },
        ...{ startedAt: began, askedAt: began, seconds: 42 },
      },
    })
  })
  afterAll(async () => {
    await lead?.close()
    await admin?.close()
    await house?.close()
  })
  const picture = ({ page }: Person, name: string) => takePicture(page, `${name}-${spoken}`)

  it('are kept for as long as an administrator says, and whoever wants to hear one that is older is told why not', async () => {
    const { db } = house.database
    const { keeping } = admin.words.staff
    const said = lead.words.phone.recordings
    await signIn(lead, EMAIL.lead)
    await lead.page.goto(`/customers/${desk.customerId}`)
    await lead.page.getByText(said.state.kept, { exact: true }).waitFor()

    await signIn(admin, EMAIL.admin)
    await openScreen(admin, 'staff')
    const days = admin.page.getByRole('textbox', { name: keeping.days })
    await days.fill('0')
    await admin.page.getByText(keeping.invalid, { exact: true }).waitFor()
    await days.fill(DAYS[spoken])
    await picture(admin, 'keeping')
    expect(await findBarriers(admin.page)).toEqual([])
    await admin.page.getByRole('button', { name: keeping.save, exact: true }).click()
    // Fewer days delete for good: they are asked for twice.
    const asked = admin.page.getByRole('dialog', { name: keeping.fewer.title })
    await asked.waitFor()
    await picture(admin, 'keeping-fewer')
    expect((await db.installation.findFirstOrThrow()).recordingDays).toBe(90)
    await asked.getByRole('button', { name: keeping.fewer.go, exact: true }).click()
    await expect.poll(async () => (await db.installation.findFirstOrThrow()).recordingDays).toBe(30)
    const told = await db.auditLine.findFirstOrThrow({ where: { action: 'recording.keeping-set' } })
    expect(told.detail).toEqual({ days: 30, before: 90 })
    await expect.poll(async () => (await db.recording.findFirstOrThrow()).state, { timeout: 20_000 }).toBe('expired')

    await lead.page.getByRole('button', { name: said.play }).click()
    const dialog = lead.page.getByRole('dialog', { name: said.title })
    await dialog.getByRole('textbox', { name: said.reason }).fill('A complaint')
    await dialog.getByRole('button', { name: said.play }).click()
    await dialog.getByText(said.state.expired, { exact: true }).waitFor()
    await picture(lead, 'recording-late')
    await lead.page.reload()
    await lead.page.getByText(said.state.expired, { exact: true }).waitFor()
    expect(await lead.page.getByRole('button', { name: said.play }).count()).toBe(0)
    await lead.page.getByText(said.state.expired, { exact: true }).scrollIntoViewIfNeeded()
    await picture(lead, 'recording-expired')
    expect(await findBarriers(lead.page)).toEqual([])
  }, 90_000)
})
