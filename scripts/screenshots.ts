import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { localeKey } from '../client/i18n/locale.ts'
import { openBrowser } from '../test/harness/browser.ts'
import { findFreePort } from '../test/harness/house.ts'
import * as desk from '../test/main-path/desk.ts'
import { openPerson, openScreen, type Person, signIn } from '../test/main-path/person.ts'
import { labelOf, type Spoken, startingWith } from '../test/main-path/words.ts'
import { startDemo } from './demo/demo.ts'

const { values } = parseArgs({ options: { out: { type: 'string' }, size: { type: 'string', default: '800' } } })
const DOCS = new URL('../docs/', import.meta.url).pathname
const NARROW = { width: 1366, height: 768 } as const
const WIDE = { width: 1920, height: 1080 } as const
const AGENT = { en: 'james@bazgasht.demo', fa: 'sara@bazgasht.demo' } as const
const SEARCHED = { en: 'Mohammad', fa: 'محمد' } as const
/** So that the wall has a day to show: each is one call, won or lost. */
const DAY = [
  { reason: 'PRC.HIGH', outcome: 'W.NOW', answer: 'ACC' },
  { reason: 'SRV.RUDE', outcome: 'L.NOW', answer: 'DPR' },
  { reason: 'CPT.PRICE', outcome: 'W.NOW', answer: 'ACC' },
  { reason: 'PRC.HIGH', outcome: 'L.OFFER', answer: 'DPR' },
] as const

const dataDir = await mkdtemp(join(tmpdir(), 'bazgasht-pictures-'))
await chmod(dataDir, 0o755) // root's PostgreSQL runs as another user
const out = values.out ?? join(tmpdir(), 'bazgasht-screenshots')
await mkdir(out, { recursive: true })
await mkdir(DOCS, { recursive: true })

async function shoot({ page }: Person, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready.then(() => {}))
  await page.waitForTimeout(600) // what fades in has come
  const path = join(['desk-en', 'desk-fa', 'wall-en', 'wall-fa'].includes(name) ? DOCS : out, `${name}.png`)
  await page.screenshot({ path })
  console.log(path)
}

/** Everybody is in, answers after a second and has time. */
async function letPeopleAnswer(carrierUrl: string): Promise<void> {
  const everybody = { kind: 'answers', ringSeconds: 1, talkSeconds: 900, saysStop: false, temper: 'warm' }
  const body = JSON.stringify({ '*': everybody })
  const answer = await fetch(`${carrierUrl}/_sim/personas`, { method: 'POST', body })
  if (!answer.ok) throw new Error(await answer.text())
}

type Talk = { reason: string; answer: 'ACC' | 'DPR' }

/** The conversation up to the end of the call, for the customer on the desk. */
async function talk(agent: Person, spoken: Spoken, { reason, answer }: Talk): Promise<void> {
  await desk.callAndBeAnswered(agent)
  await desk.chooseReason(
    agent,
    labelOf(spoken, 'reasons', reason.split('.')[0] ?? ''),
    labelOf(spoken, 'reasons', reason),
  )
  const said = agent.words.desk.decision
  if ((await agent.page.getByText(said.complaintFirst).count()) === 0)
    await desk.answerOffer(agent, said.answer[answer])
}

async function work(agent: Person, spoken: Spoken): Promise<void> {
  await signIn(agent, AGENT[spoken], demo.password)
  await shoot(agent, `desk-waiting-${spoken}`)
  await desk.readyButton(agent).click()
  await desk.waitForState(agent, 'preview')
  await shoot(agent, `desk-card-${spoken}`)
  for (const [at, { outcome, ...said }] of DAY.entries()) {
    await talk(agent, spoken, said)
    if (at === 0) await shoot(agent, `desk-${spoken}`)
    await desk.hangUp(agent)
    await desk.chooseOutcome(agent, outcome.startsWith('W') ? 'W' : 'L', labelOf(spoken, 'outcomes', outcome))
    if (at === 0) await shoot(agent, `desk-wrap-up-${spoken}`)
    await agent.press('Enter', 'control')
    await desk.waitForState(agent, 'preview')
  }
  await desk.callAndBeAnswered(agent)
}

/** Its four parts, the first one with a customer opened. */
async function ranking(supervisor: Person, spoken: Spoken): Promise<void> {
  const { page, words } = supervisor
  await openScreen(supervisor, 'ranking')
  await page.getByRole('row').nth(1).waitFor()
  await page.locator('.ranking-toggle button').first().click()
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size)
    for (const part of ['first', 'model', 'worth', 'called'] as const) {
      await page.getByRole('tab', { name: words.ranking.tabs[part], exact: true }).click()
      await page.locator('.skeleton').first().waitFor({ state: 'detached' })
      await shoot(supervisor, `ranking-${part}-${size.width}-${spoken}`)
    }
  }
  await page.setViewportSize(NARROW)
}

/** The floor with an ear taken and an agent listened to, what callers meet, and the campaigns. */
async function floor(supervisor: Person, spoken: Spoken): Promise<void> {
  const { page, words } = supervisor
  await openScreen(supervisor, 'floor')
  await shoot(supervisor, `floor-unseated-${spoken}`)
  const seat = page.getByRole('button', { name: words.floor.seat.sit })
  if ((await seat.count()) > 0) await seat.click()
  await page.getByText(words.floor.seat.in).waitFor()
  const listen = page.getByRole('button', { name: startingWith(words.floor.mode.listen) }).first()
  await listen.click()
  await page.getByRole('button', { name: words.floor.mode.whisper, exact: true }).first().click()
  for (const size of [NARROW, WIDE]) {
    await page.setViewportSize(size)
    await shoot(supervisor, `floor-${size.width}-${spoken}`)
  }
  await page.setViewportSize(NARROW)
  await page.getByRole('button', { name: words.floor.mode.off, exact: true }).first().click()
  for (const screen of ['callers', 'campaigns'] as const) {
    await openScreen(supervisor, screen)
    await page.locator('.skeleton').first().waitFor({ state: 'detached' })
    await shoot(supervisor, `${screen}-${spoken}`)
  }
}

async function lead(browser: Browser, spoken: Spoken): Promise<void> {
  const supervisor = await openPerson(browser, { url: demo.address, spoken })
  // Her language follows her from the device before; here she has chosen another.
  await supervisor.page.addInitScript(([key, locale]) => localStorage.setItem(key, locale), [
    localeKey,
    spoken,
  ] as const)
  await supervisor.page.goto('/')
  await supervisor.page.getByRole('button', { name: supervisor.words.signIn.submit }).waitFor()
  await shoot(supervisor, `sign-in-${spoken}`)
  await signIn(supervisor, 'supervisor@bazgasht.demo', demo.password)
  await openScreen(supervisor, 'import')
  await shoot(supervisor, `import-${spoken}`)
  await openScreen(supervisor, 'quality')
  await shoot(supervisor, `data-quality-${spoken}`)
  await openScreen(supervisor, 'cases')
  await shoot(supervisor, `cases-${spoken}`)
  await ranking(supervisor, spoken)
  await openScreen(supervisor, 'customers')
  await supervisor.page.getByRole('combobox').fill(SEARCHED[spoken])
  await supervisor.page.getByRole('option').first().waitFor()
  await shoot(supervisor, `customers-${spoken}`)
  await supervisor.page.getByRole('option').first().click()
  await supervisor.page.getByRole('heading', { level: 1 }).waitFor()
  await shoot(supervisor, `customer-${spoken}`)
  await floor(supervisor, spoken)
  await openScreen(supervisor, 'wall')
  await supervisor.page.getByRole('definition').first().waitFor()
  await shoot(supervisor, `wall-${spoken}`)
  await supervisor.page.setViewportSize(WIDE)
  await shoot(supervisor, `wall-wide-${spoken}`)
  await supervisor.close()
}

const demo = await startDemo({
  speed: 1,
  size: Number(values.size),
  port: await findFreePort(),
  dataDir,
  say: (line) => console.log(line),
})
const browser = await openBrowser()
try {
  await letPeopleAnswer(demo.carrierUrl)
  // A Persian desk is best seen with somebody who speaks Persian.
  await demo.app.database.db.user.update({ where: { email: AGENT.fa }, data: { languages: ['fa'] } })
  for (const spoken of ['en', 'fa'] as const)
    await work(await openPerson(browser, { url: demo.address, spoken }), spoken)
  for (const spoken of ['en', 'fa'] as const) await lead(browser, spoken)
} finally {
  await browser.close()
  await demo.close()
  await rm(dataDir, { recursive: true, force: true })
}
