import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { findBarriers } from './main-path/audit.ts'
import { hire, openPerson, openScreen, type Person, signIn } from './main-path/person.ts'

const START = '2026-03-02T07:00:00Z'
const NAME = { en: 'Zulayho Nigmatova', fa: 'زلیخا نعمتی' } as const
const EMAIL = { supervisor: 'mina@example.test', auditor: 'omid@example.test' } as const
const SHOTS = process.env.SHOTS

let browser: Browser
let folder: string
beforeAll(async () => {
  browser = await openBrowser()
  folder = await mkdtemp(join(tmpdir(), 'bazgasht-audit-'))
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(['en', 'fa'] as const)('an erasure and its trail, in two browsers, in %s', (spoken) => {
  let house: House
  let supervisor: Person
  let auditor: Person
  const name = NAME[spoken]
  const file = `external_id,name,phone\nZ-77,${name},+98 912 345 6789\nZ-78,Somebody Else,+98 912 345 0000\n`
  const shoot = async ({ page }: Person, what: string): Promise<void> => {
    if (SHOTS) await page.screenshot({ path: join(SHOTS, `${what}-${spoken}.png`) })
  }
  const load = async () => {
    const path = join(folder, `${spoken}.csv`)
    await writeFile(path, file)
    return house.app.people.importFile({ kind: 'customers', path, fileName: 'customers.csv', region: 'IR' })
  }

  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(START), carried: false })
    await house.app.programme.setInstallation({ name: 'Test House', region: 'IR', zone: 'Asia/Tehran' })
    for (const [role, email] of Object.entries(EMAIL) as ['supervisor' | 'auditor', string][])
      await hire(house, { name: `The ${role}`, email, role, spoken })
    await load()
    supervisor = await openPerson(browser, { url: house.url, spoken })
    auditor = await openPerson(browser, { url: house.url, spoken })
  }, 60_000)
  afterAll(async () => {
    await supervisor?.close()
    await auditor?.close()
    await house?.close()
  })

  it('is asked for by name, seen by the auditor at once, and not undone by a file', { timeout: 120_000 }, async () => {
    const { db } = house.database
    const { id } = await db.customer.findUniqueOrThrow({ where: { externalId: 'Z-77' } })
    await signIn(auditor, EMAIL.auditor)
    const trail = auditor.page.getByRole('table')
    await trail.waitFor()

    await signIn(supervisor, EMAIL.supervisor)
    await supervisor.page.goto(`/customers/${id}`)
    const said = supervisor.words.erasure
    await supervisor.page.getByRole('button', { name: said.open }).click()
    const dialog = supervisor.page.getByRole('dialog')
    await dialog.getByRole('button', { name: new RegExp(said.reason) }).click()
    await supervisor.page.getByRole('option', { name: said.reasons.asked }).click()
    await dialog.getByRole('textbox', { name: said.confirm }).fill('Somebody')
    await dialog.getByRole('button', { name: said.erase }).click()
    await dialog.getByText(supervisor.words.errors.erasure.confirm).waitFor()
    await dialog.getByRole('textbox', { name: said.confirm }).fill(name)
    await shoot(supervisor, 'erase')
    expect(await findBarriers(supervisor.page)).toEqual([])
    await dialog.getByRole('button', { name: said.erase }).click()
    await supervisor.page.getByText(said.done).waitFor()

    // The auditor is told without asking, and follows the customer by the id.
    const fresh = auditor.page.getByRole('button', { name: /\d|[۰-۹]/ }).filter({ hasText: /line|سطر/ })
    await fresh.first().click()
    const row = trail
      .getByRole('row')
      .filter({ hasText: id.slice(0, 8) })
      .first()
    await row.getByRole('button').click()
    const sentences = await trail.getByRole('row').allInnerTexts()
    expect(sentences.join('\n')).not.toContain(name)
    const lines = await db.auditLine.findMany({ where: { subject: `customer:${id}` }, orderBy: { id: 'desc' } })
    expect(lines.map(({ action }) => action)).toEqual([
      'customer.erased',
      'customer.erasure-began',
      'stop.pressed',
      'customer.viewed',
    ])
    await expect.poll(() => trail.getByRole('row').count()).toBe(lines.length + 1)
    await shoot(auditor, 'audit-customer')

    // What leaves the house leaves a line.
    const out = auditor.words.audit.export
    await auditor.page.getByRole('button', { name: out.open, exact: true }).click()
    const asking = auditor.page.getByRole('dialog')
    await asking.getByRole('button', { name: out.take }).click()
    await asking.getByText(out.reasonMissing).waitFor()
    await asking.getByRole('textbox', { name: out.reason }).fill('For the yearly review')
    const saved = auditor.page.waitForEvent('download')
    await asking.getByRole('button', { name: out.take }).click()
    const sheet = await readFile(await (await saved).path(), 'utf8')
    expect(sheet).toContain('customer.erased')
    expect(sheet).not.toContain(name)
    await trail.getByText('For the yearly review').waitFor()

    // Everything again, the chain checked, and the page can be read by all.
    await auditor.page.getByRole('button', { name: auditor.words.audit.clear }).click()
    await auditor.page.getByRole('button', { name: auditor.words.audit.chain.verify }).click()
    await expect.poll(async () => (await db.auditCheck.findFirst())?.finishedAt, { timeout: 15_000 }).toBeTruthy()
    expect(await db.auditCheck.findFirst()).toMatchObject({ fault: null })
    await shoot(auditor, 'audit')
    if (SHOTS) {
      await auditor.page.setViewportSize({ width: 1920, height: 1080 })
      await shoot(auditor, 'audit-wide')
    }
    expect(await findBarriers(auditor.page)).toEqual([])

    // She is found no more, and the file that has her again says so and does not bring her back.
    await openScreen(supervisor, 'customers')
    await supervisor.page.getByRole('combobox').fill(name)
    await supervisor.page.getByText(supervisor.words.customers.none.title).waitFor()
    const run = await load()
    expect(run).toMatchObject({ state: 'done', rowsNew: 0, faultCounts: { 'csv.erased-person': 1 } })
    expect(await db.customer.count({ where: { erasedAt: null } })).toBe(1)
  })
})
