import type { Locator } from 'playwright-core'
import { outcomeGroups } from '../../client/features/desk/choices.ts'
import { chooseByKey, type Person } from './person.ts'
import { startingWith } from './words.ts'

export const customerName = ({ page }: Person): Locator => page.getByRole('heading', { level: 1 })

export const readyButton = ({ page, words }: Person): Locator =>
  page.getByRole('button', { name: startingWith(words.desk.goReady) })

export async function waitForState({ page, words }: Person, state: 'preview' | 'talking' | 'wrapUp'): Promise<void> {
  await page.getByText(words.desk.state[state], { exact: true }).first().waitFor()
}

/** Space dials, and the person rung answers. */
export async function callAndBeAnswered(agent: Person): Promise<void> {
  await waitForState(agent, 'preview')
  await agent.page.getByRole('button', { name: agent.words.desk.call.dial, exact: true }).waitFor()
  await agent.press('Space')
  await waitForState(agent, 'talking')
}

export async function chooseReason(agent: Person, group: string, reason: string): Promise<void> {
  const { page, press, words } = agent
  const said = words.desk.conversation
  await press('KeyR')
  await chooseByKey(agent, page.getByRole('group', { name: said.groups }), group)
  await chooseByKey(agent, page.getByRole('group', { name: said.reason }), reason)
  await page.getByText(said.reasonPrimary, { exact: true }).waitFor()
}

const firstOffer = ({ page, words }: Person): Locator =>
  page.getByRole('radiogroup', { name: startingWith(words.desk.decision.answer.label) }).first()

/** The first offer where this is the answer to it. */
export const answeredOffer = (agent: Person, answer: string): Locator =>
  firstOffer(agent).getByRole('radio', { name: startingWith(answer), checked: true })

/** The customer's answer to the offer that is recommended. */
export async function answerOffer(agent: Person, answer: string): Promise<void> {
  await agent.press('KeyO')
  await chooseByKey(agent, firstOffer(agent), answer)
  await answeredOffer(agent, answer).waitFor()
}

/** Keeps back in what order the server would have offers made, and turns it round; what is answered lets it through. */
export async function orderOffersLate({ page }: Person): Promise<() => Promise<void>> {
  const address = '**/cards/*/offers'
  const asked = page.waitForRequest(address)
  let letThrough = (): void => {}
  const mayPass = new Promise<void>((pass) => {
    letThrough = pass
  })
  await page.route(address, async (route) => {
    const response = await route.fetch()
    const { offers, ...rest } = (await response.json()) as { offers: unknown[] }
    await mayPass
    await route.fulfill({ response, json: { ...rest, offers: [...offers].reverse() } })
  })
  return async () => {
    await asked
    const shown = page.waitForResponse(address)
    letThrough()
    await (await shown).finished()
    await page.unroute(address)
  }
}

export async function chooseOutcome(agent: Person, group: 'W' | 'L', outcome: string): Promise<void> {
  const { page, press, words } = agent
  const said = words.desk.outcome
  const tray = page.getByRole('region', { name: said.title })
  await tray.waitFor()
  await press(`Digit${outcomeGroups.indexOf(group) + 1}`)
  await chooseByKey(agent, tray.getByRole('radiogroup', { name: said.group[group] }), outcome)
}

export async function hangUp(agent: Person): Promise<void> {
  await agent.press('Space')
  await waitForState(agent, 'wrapUp')
}
