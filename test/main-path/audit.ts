import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Here react-aria reads a pending button aloud by its id; the node outlives the button by seconds, and is then nameless. */
const SPOKEN_ALREADY = '[data-live-announcer]'

/** What axe-core finds serious or critical on this page as it stands: 'rule: where'. */
export async function findBarriers(page: Page): Promise<string[]> {
  // What is still fading in has the contrast of its first frame.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))).then(() => {}),
  )
  await page.evaluate(source)
  const results = await page.evaluate<AxeResults>(
    `axe.run({ exclude: ['${SPOKEN_ALREADY}'] }, { resultTypes: ['violations'] })`,
  )
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`))
}
