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

/** The customer's answer to the offer that is recommended. */
export async function answerOffer(agent: Person, answer: string): Promise<void> {
  const { page, press, words } = agent
  await press('KeyO')
  const list = page.getByRole('radiogroup', { name: startingWith(words.desk.decision.answer.label) }).first()
  await chooseByKey(agent, list, answer)
  await list.getByRole('radio', { name: startingWith(answer), checked: true }).waitFor()
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
