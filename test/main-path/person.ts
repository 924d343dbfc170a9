import type { Browser, Locator, Page } from 'playwright-core'
import { choiceKeys } from '../../client/features/desk/choices.ts'
import type { Messages } from '../../client/i18n/messages.ts'
import type { House } from '../harness/house.ts'
import { type Keyboard, openKeyboard } from './keyboard.ts'
import { type Spoken, startingWith, wordsOf } from './words.ts'

export const PASSWORD = 'a lantern over the river'
const PATIENCE_MS = 15_000
const tags = { en: 'en-GB', fa: 'fa-IR' } as const

/** Somebody at a browser of their own, who reads one language. */
export type Person = { page: Page; words: Messages; press: Keyboard; close: () => Promise<void> }

export type Arriving = { url: string; spoken: Spoken; width?: number; height?: number }

export async function openPerson(browser: Browser, at: Arriving): Promise<Person> {
  const { url, spoken, width = 1366, height = 768 } = at
  const context = await browser.newContext({ locale: tags[spoken], baseURL: url, viewport: { width, height } })
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  // Leaving during a call is asked about; whoever reloads here means it.
  page.on('dialog', (dialog) => void dialog.accept())
  const press = await openKeyboard(page, spoken)
  return { page, words: wordsOf[spoken], press, close: () => context.close() }
}

type Hired = { name: string; email: string; role: 'agent' | 'supervisor' | 'auditor' | 'admin'; spoken: Spoken }
/** Somebody who speaks all three languages and is greeted in this one, with the password of all. */
export async function hire({ app }: House, { spoken, ...who }: Hired): Promise<void> {
  const others = (['fa', 'en', 'uz'] as const).filter((one) => one !== spoken)
  await app.staff.add({ ...who, password: PASSWORD, languages: [spoken, ...others] }, null)
}

export async function signIn({ page, words }: Person, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/')
  await page.getByRole('textbox', { name: words.signIn.email }).fill(email)
  await page.getByLabel(words.signIn.password).fill(password)
  await page.getByRole('button', { name: words.signIn.submit, exact: true }).click()
  await page.getByRole('form', { name: words.signIn.title }).waitFor({ state: 'detached' })
}

/** The wall fills its screen: the way from it to the others is its arrow. */
export async function openScreen({ page, words }: Person, screen: keyof Messages['app']['nav']): Promise<void> {
  const link = page.getByRole('link', { name: words.app.nav[screen], exact: true })
  const back = page.locator('.wall-back')
  await link.or(back).first().waitFor()
  if ((await back.count()) > 0) await back.click()
  await link.click()
}

export async function importFile({ page, words }: Person, kind: 'customers' | 'purchases', path: string) {
  const said = words.import
  await page.getByRole('radio', { name: startingWith(said.kind[kind]) }).check({ force: true })
  await page.getByLabel(startingWith(said.drop)).setInputFiles(path)
  await page.getByRole('button', { name: said.start, exact: true }).click()
  const run = page.getByRole('region', { name: `${kind}.csv`, exact: true })
  await run.getByText(said.state.done, { exact: true }).waitFor({ timeout: 30_000 })
  return run
}

/** A whole town, as a supervisor brings it in. */
export async function importTown(lead: Person, files: { customers: string; purchases: string }): Promise<void> {
  await openScreen(lead, 'import')
  await importFile(lead, 'customers', files.customers)
  await lead.page.getByRole('button', { name: lead.words.import.another }).click()
  await importFile(lead, 'purchases', files.purchases)
}

/** The number that stands below these words. */
export const figureOf = (within: Page | Locator, words: string): Locator =>
  within
    .getByRole('term')
    .filter({ hasText: startingWith(words) })
    .locator('xpath=following-sibling::dd')

/** Looks where in the list the words stand, and presses the key of that place. */
export async function chooseByKey({ page, press }: Person, list: Locator, words: string): Promise<void> {
  await list.waitFor()
  const names = await list
    .locator('button, input')
    .evaluateAll((all) =>
      all.map((one) => one.getAttribute('aria-label') ?? one.closest('label, button')?.textContent ?? ''),
    )
  const key = choiceKeys[names.findIndex((name) => name.includes(words))]
  if (!key) throw new Error(`“${words}” is not among ${names.join(' · ')}`)
  await page.bringToFront()
  await press(key)
}
