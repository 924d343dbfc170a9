import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBrowser } from './harness/browser.ts'
import { clockFrom, type House, startHouse } from './harness/house.ts'
import { takePicture } from './harness/pictures.ts'
import { findBarriers } from './main-path/audit.ts'
import { hire, openPerson, type Person, signIn } from './main-path/person.ts'

const START = '2026-03-02T07:00:00Z'
const EMAIL = 'sara@example.test'
const HEADSET = 'Headset of Sara'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** A machine with these plugged in; a voice comes from every microphone. */
async function plug(page: Page, labels: readonly string[]): Promise<void> {
  await page.evaluate((all) => {
    sessionStorage.setItem('plugged', JSON.stringify(all))
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  }, labels)
}
const machine = (): void => {
  const asked: unknown[] = []
  Object.assign(globalThis, { asked })
  const plugged = (): string[] => JSON.parse(sessionStorage.getItem('plugged') ?? '["Built in","Headset of Sara"]')
  navigator.mediaDevices.enumerateDevices = async () =>
    ['audioinput', 'audiooutput'].flatMap((kind) =>
      (plugged().length > 0 ? ['Default', ...plugged()] : []).map(
        (label) =>
          ({
            kind,
            label,
            deviceId: label === 'Default' ? 'default' : `id of ${label}`,
            groupId: '',
          }) as MediaDeviceInfo,
      ),
    )
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    asked.push(wanted?.audio)
    const context = new AudioContext()
    const voice = context.createOscillator()
    const to = context.createMediaStreamDestination()
    voice.connect(to)
    voice.start()
    return to.stream
  }
}

describe.each(['en', 'fa'] as const)('an agent with a headset, in %s', (spoken) => {
  let house: House
  let agent: Person
  beforeAll(async () => {
    house = await startHouse({ clock: clockFrom(START) })
    await hire(house, { name: 'Sara First', email: EMAIL, role: 'agent', spoken })
    agent = await openPerson(browser, { url: house.url, spoken })
    await agent.page.addInitScript(machine)
  })
  afterAll(async () => {
    await agent?.close()
    await house?.close()
  })

  it('checks the microphone she chose, finds it chosen on the next day, and is told when it is unplugged', async () => {
    const { page, words } = agent
    const said = words.phone.microphone
    const select = page.locator('.phone-check .field').filter({ hasText: said.microphone }).getByRole('button')
    await signIn(agent, EMAIL)
    await select.click()
    await page.getByRole('option', { name: HEADSET }).click()
    await page.getByRole('button', { name: said.check, exact: true }).click()
    await page.getByText(said.heard, { exact: true }).waitFor()
    expect(await page.evaluate('asked')).toEqual([{ deviceId: { exact: `id of ${HEADSET}` } }])
    await page.reload()
    await select.filter({ hasText: HEADSET }).waitFor()
    expect(await page.getByText(said.missingChosen.microphone).count()).toBe(0)

    await plug(page, ['Built in'])
    await page.locator('.strip').getByText(said.missingChosen.microphone).waitFor()
    await page.locator('.phone-check').getByText(said.missingChosen.microphone).waitFor()
    await takePicture(page, `microphone-${spoken}`)
    expect(await findBarriers(page)).toEqual([])
    await plug(page, [])
    await page.locator('.strip').getByText(said.missingAny.microphone).waitFor()
    await page.locator('.phone-check').getByText(said.missingAny.microphone).waitFor()
    expect(await page.getByText(said.missingChosen.microphone).count()).toBe(0)
    await plug(page, ['Built in', HEADSET])
    await expect.poll(() => page.getByText(said.missingAny.microphone).count()).toBe(0)
    expect(await page.getByText(said.missingChosen.microphone).count()).toBe(0)
  }, 60_000)
})
