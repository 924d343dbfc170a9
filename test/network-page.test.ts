import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import twilio from 'twilio'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Carrier, startCarrier } from '../scripts/carrier/carrier.ts'
import { WILLING } from '../scripts/carrier/people/persona.ts'
import { ACCOUNT, CUSTOMER, FROM, TOKEN } from '../scripts/carrier/rig.ts'
import { recordWebhooks } from '../scripts/carrier/webhook-recorder.ts'
import { openBrowser } from './harness/browser.ts'
import { takePicture } from './harness/pictures.ts'

const VIEWPORT = { width: 1366, height: 768 }
let carrier: Carrier
let hooks: Awaited<ReturnType<typeof recordWebhooks>>
let browser: Browser
let page: Page
const complaints: string[] = []

const connect = () => {
  const client = twilio(ACCOUNT, TOKEN, { edge: '', region: '' })
  client.api.baseUrl = carrier.url
  return client
}
const PAGES: Record<string, string> = {
  '/in': '<Gather numDigits="1" action="/menu" timeout="60"/>',
  '/menu': '<Enqueue waitUrl="/wait">help</Enqueue>',
  '/wait': '<Say>please wait</Say><Pause length="30"/>',
}

beforeAll(async () => {
  hooks = await recordWebhooks(({ path }) =>
    path in PAGES ? { status: 200, body: `<Response>${PAGES[path]}</Response>` } : { status: 204 },
  )
  carrier = await startCarrier({
    ...{ account: ACCOUNT, token: TOKEN, personaFor: () => WILLING, callsPerSecond: 1_000 },
    numbers: { [FROM]: { voiceUrl: `${hooks.url}/in` } },
  })
  browser = await openBrowser()
  page = await browser.newPage({ viewport: VIEWPORT })
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
})
afterAll(async () => {
  await browser?.close()
  await carrier?.close()
  await hooks?.close()
})

async function checkAccess(name: string): Promise<void> {
  await takePicture(page, `network-${name}`)
  // The page lets nothing in from elsewhere, so the checker comes as a script of the debugger's.
  await page.evaluate(axe.source)
  const faults = await page.evaluate(async () => {
    const { axe: loaded } = globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string }[] }> } }
    return (await loaded.run()).violations.map(({ id }) => id)
  })
  expect(faults).toEqual([])
}
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()

it('shows the network as it goes, and lets one ring in, press keys, answer and hang up', async () => {
  await page.goto(carrier.url)
  await expect.poll(() => page.getByText('Live').count(), { timeout: 5_000 }).toBe(1)
  await page.getByRole('textbox', { name: 'From' }).fill(CUSTOMER)
  await press('Ring in as this customer')
  await expect.poll(() => page.locator('#legs').textContent(), { timeout: 5_000 }).toContain('keys are awaited')
  await press('1')
  await expect
    .poll(() => page.locator('#queues').textContent(), { timeout: 5_000 })
    .toContain(`1.${CUSTOMER}`.replace('.', '. '))
  expect(hooks.received.find(({ path }) => path === '/menu')?.params).toMatchObject({ Digits: '1', From: CUSTOMER })

  await fetch(`${carrier.url}/_sim/clients`, { method: 'POST', body: JSON.stringify({ identity: 'agent_7' }) })
  await connect()
    .conferences('agent-7')
    .participants.create({ to: 'client:agent_7', from: FROM, label: 'agent', beep: 'false' })
  const [call] = await connect().calls.list({ from: CUSTOMER })
  await connect()
    .calls(call?.sid ?? '')
    .update({ twiml: '<Response><Dial><Conference participantLabel="customer">agent-7</Conference></Dial></Response>' })
  await expect.poll(() => page.locator('#rooms .yes').count(), { timeout: 5_000 }).toBe(2)
  await connect()
    .calls(call?.sid ?? '')
    .recordings.create()
  await expect.poll(() => page.locator('#recordings').textContent(), { timeout: 5_000 }).toContain('recording')

  await page.getByLabel('I answer for everybody who is called from now on').check()
  await expect.poll(() => page.locator('#said').textContent(), { timeout: 5_000 }).toBe('Done.')
  const rung = await connect().calls.create({
    to: '+998907777777',
    from: FROM,
    twiml: '<Response><Pause length="60"/></Response>',
  })
  const choose = page.getByRole('radio', { name: /\+998907777777/ })
  await expect.poll(() => page.locator('#mine-list').textContent(), { timeout: 5_000 }).toContain('ringing')
  await choose.check()
  await checkAccess('en')
  await press('Answer')
  await expect
    .poll(async () => (await connect().calls(rung.sid).fetch()).status, { timeout: 5_000 })
    .toBe('in-progress')
  await press('Hang up')
  await expect.poll(async () => (await connect().calls(rung.sid).fetch()).status, { timeout: 5_000 }).toBe('completed')

  await press('فارسی')
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  await expect.poll(() => page.locator('#rooms').textContent(), { timeout: 5_000 }).toContain('می‌شنود')
  await checkAccess('fa')
  await press('قطع')
  await expect
    .poll(
      async () =>
        (
          await connect()
            .calls(call?.sid ?? '')
            .fetch()
        ).status,
    )
    .toBe('completed')
  expect(complaints).toEqual([])
})

it('is steered by nobody else: not by a page of another origin, nor under another name', async () => {
  const ask = (headers: Record<string, string>, path = '/_sim/personas', method = 'DELETE') =>
    fetch(carrier.url + path, { method, headers }).then(({ status }) => status)
  expect(await ask({ origin: 'https://evil.example' })).toBe(403)
  expect(await ask({ origin: 'null' })).toBe(403)
  expect(await ask({ origin: 'http://127.0.0.1:1' })).toBe(403)
  expect(await ask({ origin: carrier.url })).toBe(200)
  expect(await ask({})).toBe(200)
  const elsewhere = await browser.newPage()
  await elsewhere.goto(`${hooks.url}/in`)
  const told = await elsewhere.evaluate(
    (url) =>
      fetch(`${url}/_sim/calls`).then(
        () => 'read',
        () => 'refused',
      ),
    carrier.url,
  )
  expect(told).toBe('refused')
})
